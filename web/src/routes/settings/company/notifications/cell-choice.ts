import type { CompanyDefaults } from '#functions/notification-preferences/contract.ts';

export type Channel = CompanyDefaults['channels'][number];
export type CompanyCell = NonNullable<CompanyDefaults['types'][number]['cells'][Channel]>;

/** What an admin can choose for a cell: the product's default, a default of the company's, or a lock. */
export const choices = ['product', 'on', 'off', 'always', 'never'] as const;
export type Choice = (typeof choices)[number];

/** What is chosen for a cell at the moment. */
export function choiceOf({ state, enabled }: Pick<CompanyCell, 'state' | 'enabled'>): Choice {
  if (state === 'lock' || state === 'mandatory') return enabled ? 'always' : 'never';
  if (state === 'default') return enabled ? 'on' : 'off';
  return 'product';
}

const states = {
  product: { enabled: null, locked: false },
  on: { enabled: true, locked: false },
  off: { enabled: false, locked: false },
  always: { enabled: true, locked: true },
  never: { enabled: false, locked: true },
} as const satisfies Record<Choice, { enabled: boolean | null; locked: boolean }>;

/** What the API is told of a choice. */
export function stateOf(choice: Choice): { readonly enabled: boolean | null; readonly locked: boolean } {
  return states[choice];
}
