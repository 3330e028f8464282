import type User from '@lucide/svelte/icons/user';

/** An icon component: `import Save from '@lucide/svelte/icons/save'`. Icons are always decoration; text says it. */
export type IconComponent = typeof User;
