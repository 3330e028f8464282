import type { Channel } from '#events/notifications/notification-type.ts';
import type {
  AccountPreferences,
  CompanyNotifications,
} from '#functions/shared/notifications/preferences-item.ts';
import { resolve, type DecidedBy } from '#functions/shared/notifications/resolve.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import type { PreferenceRow, Preferences } from './documents.ts';
import { rowsFor } from './rows.ts';

type Source = NonNullable<PreferenceRow['source'][Channel]>;

const sources = {
  impossible: 'default',
  mandatory: 'default',
  default: 'default',
  company: 'company',
  lock: 'lock',
  master: 'user',
  user: 'user',
} as const satisfies Record<DecidedBy, Source>;

export interface Chosen {
  readonly account: AccountPreferences;
  readonly company: CompanyNotifications;
}

/** The document of a person's preferences in the company that they are in. */
export function preferencesDocument(
  { account: { timezone }, membership }: Pick<Authenticated, 'account' | 'membership'>,
  chosen: Chosen,
  offered: readonly Channel[],
): Preferences {
  const { masters, quietHours, digests, version } = chosen.account;
  return {
    channels: offered.map((id) => ({ id, enabled: masters[id]?.enabled ?? true })),
    types: rowsFor(membership.role, offered).map((row) => rowOf(row, chosen)),
    quietHours,
    digests: {
      messages: digests.messages ?? 'at-once',
      work: digests.work ?? 'at-once',
      billing: digests.billing ?? 'at-once',
      company: digests.company ?? 'at-once',
      reports: digests.reports ?? 'at-once',
      product: digests.product ?? 'at-once',
    },
    timezone,
    version,
  };
}

function chosen({ overrides }: AccountPreferences, type: string, channels: readonly Channel[]) {
  return Object.fromEntries(
    channels.flatMap((channel) => {
      const choice = overrides[type]?.[channel];
      return choice === undefined ? [] : [[channel, choice.enabled] as const];
    }),
  );
}

function rowOf(
  { type, channels }: ReturnType<typeof rowsFor>[number],
  { account, company }: Chosen,
): PreferenceRow {
  const each = <T>(of: (channel: Channel) => T): Partial<Record<Channel, T>> =>
    Object.fromEntries(channels.map((channel) => [channel, of(channel)]));
  const resolved = (channel: Channel, as = account) => resolve({ type, channel, company, account: as });
  const { id, category, title, description } = type;
  return {
    id,
    category,
    title,
    description,
    mandatory: channels.filter((channel) => type.mandatory.includes(channel)),
    effective: each((channel) => resolved(channel).enabled),
    source: each((channel) => sources[resolved(channel).source]),
    choice: chosen(account, id, channels),
    fallback: each((channel) => resolved(channel, { ...account, masters: {}, overrides: {} }).enabled),
    decided: each((channel) => {
      const { by = null, at = null } = resolved(channel).rule;
      return { by, at };
    }),
  };
}
