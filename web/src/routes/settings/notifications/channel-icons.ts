import Bell from '@lucide/svelte/icons/bell';
import Mail from '@lucide/svelte/icons/mail';
import MonitorSmartphone from '@lucide/svelte/icons/monitor-smartphone';
import Smartphone from '@lucide/svelte/icons/smartphone';
import type { IconComponent } from '#lib/components/icon.ts';
import type { Channel } from './preferences-patch.ts';

export const channelIcons = {
  'in-app': Bell,
  email: Mail,
  push: MonitorSmartphone,
  sms: Smartphone,
} satisfies Record<Channel, IconComponent>;
