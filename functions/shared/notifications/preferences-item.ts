import * as v from 'valibot';
import {
  type Channel,
  channels,
  notificationCategories,
  type NotificationCategory,
} from '#events/notifications/notification-type.ts';
import { readMany } from '../aws/read-many.ts';
import type { Table } from '../aws/table-client.ts';
import { timestampSchema } from '../fields.ts';
import { notificationDefaultsKey, notificationPreferencesKey } from '../table.ts';
import { cellsOf, type Cells } from './cells.ts';
import { type Digest, digestSchema, type QuietHours, quietHoursSchema } from './timing-fields.ts';

const choiceSchema = v.object({ enabled: v.boolean(), at: timestampSchema });
/** What a person chose, and when. */
export type Choice = v.InferOutput<typeof choiceSchema>;

const companyChoiceSchema = v.object({
  enabled: v.boolean(),
  /** The name that the admin had then. */
  by: v.string(),
  at: timestampSchema,
});
/** What an admin decided for their company, and when. */
export type CompanyChoice = v.InferOutput<typeof companyChoiceSchema>;

/** What a person chose for themself, across all companies. Only what differs from the defaults is stored. */
export interface AccountPreferences {
  readonly version: number;
  readonly overrides: Cells<Choice>;
  /** Channels that are switched off as a whole, or were switched on again. */
  readonly masters: Readonly<Partial<Record<Channel, Choice>>>;
  readonly quietHours: QuietHours | null;
  /** Categories whose mails are collected; at once where none stands. */
  readonly digests: Readonly<Partial<Record<NotificationCategory, Digest>>>;
}

/** What a company's admins decided for its members; of a cell one of the two at most. */
export interface CompanyNotifications {
  readonly version: number;
  readonly defaults: Cells<CompanyChoice>;
  readonly locks: Cells<CompanyChoice>;
}

type Item = Record<string, unknown> | undefined;

const versionSchema = v.object({ version: v.optional(v.number(), 0) });
const accountSchema = v.object({
  ...versionSchema.entries,
  quietHours: v.optional(v.nullable(quietHoursSchema), null),
});

/** One attribute per name, of those that stand. */
function named<K extends string, T>(
  item: Item,
  prefix: string,
  names: readonly K[],
  parse: (stored: unknown) => T,
) {
  const found: Partial<Record<K, T>> = {};
  for (const name of names) {
    const stored = item?.[`${prefix}#${name}`];
    if (stored !== undefined) found[name] = parse(stored);
  }
  return found;
}

/** Reads a stored item of preferences; one that is not there says that nothing was chosen. */
export function parseAccountPreferences(item: Item): AccountPreferences {
  return {
    ...v.parse(accountSchema, item ?? {}),
    overrides: cellsOf(item, 'override', choiceSchema),
    masters: named(item, 'master', channels, (stored) => v.parse(choiceSchema, stored)),
    digests: named(item, 'digest', notificationCategories, (stored) => v.parse(digestSchema, stored)),
  };
}

/** Reads a stored item of a company's defaults and locks; one that is not there says that there are none. */
export function parseCompanyNotifications(item: Item): CompanyNotifications {
  return {
    ...v.parse(versionSchema, item ?? {}),
    defaults: cellsOf(item, 'default', companyChoiceSchema),
    locks: cellsOf(item, 'lock', companyChoiceSchema),
  };
}

/** Reads what a person chose, together with what a company decided: one round trip. */
export async function readPreferences(table: Table, accountId: string, companyId: string) {
  const [account, company] = await readMany(table, [
    notificationPreferencesKey(accountId),
    notificationDefaultsKey(companyId),
  ]);
  return {
    account: parseAccountPreferences(account),
    company: parseCompanyNotifications(company),
  };
}

/** Reads what a company decided, consistently. */
export async function readCompanyNotifications(
  table: Table,
  companyId: string,
): Promise<CompanyNotifications> {
  const [item] = await readMany(table, [notificationDefaultsKey(companyId)]);
  return parseCompanyNotifications(item);
}
