import Bell from '@lucide/svelte/icons/bell';
import Globe from '@lucide/svelte/icons/globe';
import Shield from '@lucide/svelte/icons/shield';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import UserIcon from '@lucide/svelte/icons/user';
import type { IconComponent } from './components/icon.ts';
import type { tabLabels } from './messages.ts';

/** One tab of the settings. */
export interface SettingsTab {
  readonly id: keyof typeof tabLabels;
  readonly path: `/settings/${string}`;
  readonly icon: IconComponent;
  /** Ctrl and this digit open it, as does `g` and then the letter. */
  readonly digit: '1' | '2' | '3' | '4' | '5';
  readonly letter: string;
  /** Saves each change at once, so that there is nothing for "Save Changes" to do. */
  readonly savesAtOnce?: true;
  /** Red: what is behind it destroys. */
  readonly danger?: true;
}

/** The tabs in their order. A feature adds its own here: the layout, the shortcuts and their list follow. */
export const settingsTabs: readonly [SettingsTab, ...SettingsTab[]] = [
  { id: 'profile', path: '/settings/profile', icon: UserIcon, digit: '1', letter: 'p' },
  {
    id: 'notifications',
    path: '/settings/notifications',
    icon: Bell,
    digit: '2',
    letter: 'n',
    savesAtOnce: true,
  },
  {
    id: 'security',
    path: '/settings/security',
    icon: Shield,
    digit: '3',
    letter: 's',
    savesAtOnce: true,
  },
  {
    id: 'integrations',
    path: '/settings/integrations',
    icon: Globe,
    digit: '4',
    letter: 'i',
    savesAtOnce: true,
  },
  {
    id: 'danger-zone',
    path: '/settings/danger-zone',
    icon: TriangleAlert,
    digit: '5',
    letter: 'd',
    savesAtOnce: true,
    danger: true,
  },
];

/** The tab that a page belongs to; `/settings` itself is the first one. */
export function tabOf(pathname: string): SettingsTab | undefined {
  return pathname === '/settings'
    ? settingsTabs[0]
    : settingsTabs.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
}
