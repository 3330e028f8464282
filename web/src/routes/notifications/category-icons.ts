import Briefcase from '@lucide/svelte/icons/briefcase';
import Building2 from '@lucide/svelte/icons/building-2';
import ChartColumn from '@lucide/svelte/icons/chart-column';
import MessageSquare from '@lucide/svelte/icons/message-square';
import Receipt from '@lucide/svelte/icons/receipt';
import Shield from '@lucide/svelte/icons/shield';
import Sparkles from '@lucide/svelte/icons/sparkles';
import type { IconComponent } from '#lib/components/icon.ts';
import type { NotificationItem } from './inbox.svelte.ts';

export const categoryIcons: Readonly<Record<NotificationItem['category'], IconComponent>> = {
  messages: MessageSquare,
  work: Briefcase,
  billing: Receipt,
  company: Building2,
  reports: ChartColumn,
  product: Sparkles,
  security: Shield,
};
