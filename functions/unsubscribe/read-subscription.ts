import { parse } from 'valibot';
import type { NotificationType } from '#events/notifications/notification-type.ts';
import { accountSchema } from '#functions/shared/account-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import { typesIn, type MailScope } from '#functions/shared/notifications/mail-scope.ts';
import {
  parseAccountPreferences,
  type AccountPreferences,
} from '#functions/shared/notifications/preferences-item.ts';
import { readUnsubscribeToken } from '#functions/shared/notifications/unsubscribe-token.ts';
import { accountKey, notificationPreferencesKey } from '#functions/shared/table.ts';
import type { UnsubscribeDeps } from './deps.ts';

/** Whose mails a link is about, which, and what the person has chosen so far. */
export interface ReadSubscription {
  readonly accountId: string;
  readonly scope: MailScope;
  readonly types: readonly NotificationType[];
  readonly preferences: AccountPreferences;
}

/** Reads what a link is about; null for one that we did not make, an account that is gone, mails that are no more. */
export async function readSubscription(
  deps: Pick<UnsubscribeDeps, 'table' | 'readChannelSecret'>,
  token: string,
): Promise<ReadSubscription | null> {
  const subscription = readUnsubscribeToken(await deps.readChannelSecret(), token);
  if (subscription === null) return null;
  const { accountId, scope } = subscription;
  const types = typesIn(scope);
  const [account, preferences] = await readMany(deps.table, [
    accountKey(accountId),
    notificationPreferencesKey(accountId),
  ]);
  if (account === undefined || types.length === 0) return null;
  if (parse(accountSchema, account).state === 'disabled') return null;
  return { accountId, scope, types, preferences: parseAccountPreferences(preferences) };
}

/** The types of a subscription whose mails are not turned off by the person. */
export function stillMailed({ types, preferences }: ReadSubscription): NotificationType[] {
  return types.filter(({ id }) => preferences.overrides[id]?.email?.enabled !== false);
}
