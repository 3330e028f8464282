import {
  type Channel,
  channels,
  type NotificationCategory,
} from '#events/notifications/notification-type.ts';
import type { TransactItem } from '../aws/transaction.ts';
import { notificationPreferencesKey } from '../table.ts';
import { cellAttribute } from './cells.ts';
import type { Digest, QuietHours } from './timing-fields.ts';
import { updateAttributes } from './update-attributes.ts';

/** A person's choice for one cell; null goes back to the default. */
export interface OverrideChange {
  readonly type: string;
  readonly channel: Channel;
  readonly enabled: boolean | null;
}

/** What is to change of a person's preferences; what is left out stays. */
export interface PreferenceChanges {
  readonly changes?: readonly OverrideChange[];
  readonly masters?: Readonly<Partial<Record<Channel, boolean | undefined>>>;
  readonly quietHours?: QuietHours | null;
  readonly digests?: Readonly<Partial<Record<NotificationCategory, Digest | undefined>>>;
}

/**
 * The write that changes a person's preferences, without reading them: each is an attribute of its own. Commit it
 * with what proves that the account still is. `over` are the versions that it may stand on, null for any.
 */
export function changePreferences(
  tableName: string,
  accountId: string,
  { changes = [], masters = {}, quietHours, digests = {} }: PreferenceChanges,
  { now, over }: { readonly now: Date; readonly over: readonly number[] | null },
): TransactItem {
  const at = now.toISOString();
  const attributes = new Map<string, unknown>();
  for (const { type, channel, enabled } of changes) {
    attributes.set(cellAttribute('override', type, channel), enabled === null ? undefined : { enabled, at });
  }
  for (const channel of channels) {
    const enabled = masters[channel];
    if (enabled !== undefined) attributes.set(`master#${channel}`, { enabled, at });
  }
  for (const [category, digest] of Object.entries(digests)) {
    if (digest === undefined) continue;
    attributes.set(`digest#${category}`, digest === 'at-once' ? undefined : digest);
  }
  if (quietHours !== undefined) attributes.set('quietHours', quietHours ?? undefined);
  return updateAttributes(tableName, notificationPreferencesKey(accountId), attributes, over);
}
