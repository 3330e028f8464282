import * as v from 'valibot';
import type { NotificationRole, NotificationType } from '#events/notifications/notification-type.ts';
import { type Account, accountSchema } from '#functions/shared/account-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { companySchema, membershipSchema } from '#functions/shared/company-item.ts';
import { inPieces } from '#functions/shared/in-parallel.ts';
import {
  type AccountPreferences,
  type CompanyNotifications,
  parseAccountPreferences,
  parseCompanyNotifications,
} from '#functions/shared/notifications/preferences-item.ts';
import {
  accountKey,
  companyKey,
  type Key,
  membershipKey,
  notificationDefaultsKey,
  notificationPreferencesKey,
} from '#functions/shared/table.ts';

/** Somebody who is told, with what they chose. */
export interface Recipient {
  readonly account: Account;
  readonly preferences: AccountPreferences;
  /** Theirs in the company that it is told in; null where it concerns the person alone. */
  readonly role: NotificationRole | null;
}

/** Where a notification is told: its company's name and what its admins decided; null for the person alone. */
export interface Scene {
  readonly company: { readonly name: string; readonly decided: CompanyNotifications } | null;
  readonly recipients: readonly Recipient[];
}

/**
 * Reads those of these accounts who may be told at this moment, with what they and their company chose: consistently,
 * a hundred keys to a call, all calls at once. Left out is who is gone, disabled, no member (any more), or in a role
 * that the type is not for; who waits for their deletion is told of nothing but their security.
 */
export async function readScene(
  table: Table,
  { type, companyId }: { type: Pick<NotificationType, 'audience' | 'category'>; companyId: string | null },
  accountIds: readonly string[],
): Promise<Scene> {
  const ofCompany = companyId === null ? [] : [companyKey(companyId), notificationDefaultsKey(companyId)];
  const keysOf = (accountId: string): Key[] => [
    accountKey(accountId),
    notificationPreferencesKey(accountId),
    ...(companyId === null ? [] : [membershipKey(companyId, accountId)]),
  ];
  const keys = [...ofCompany, ...accountIds.flatMap(keysOf)];
  const items = (await Promise.all(inPieces(keys, 100).map((some) => readMany(table, some)))).flat();

  const [company, decided] = items;
  if (companyId !== null && company === undefined) return { company: null, recipients: [] };
  const perAccount = companyId === null ? 2 : 3;
  const recipients = accountIds.flatMap((_, index) => {
    const at = ofCompany.length + index * perAccount;
    const [account, preferences, membership] = items.slice(at, at + perAccount);
    if (account === undefined || (companyId !== null && membership === undefined)) return [];
    const recipient = {
      account: v.parse(accountSchema, account),
      preferences: parseAccountPreferences(preferences),
      role: companyId === null ? null : v.parse(membershipSchema, membership).role,
    };
    return isFor(type, recipient) && mayBeTold(recipient.account, type) ? [recipient] : [];
  });
  if (companyId === null) return { company: null, recipients };
  const { name } = v.parse(companySchema, company);
  return { company: { name, decided: parseCompanyNotifications(decided) }, recipients };
}

/** Whether a type is for somebody, by the role that they have at this moment. */
export function isFor(
  { audience }: Pick<NotificationType, 'audience'>,
  { role }: Pick<Recipient, 'role'>,
): boolean {
  return role === null || audience.includes(role);
}

function mayBeTold({ state }: Account, { category }: Pick<NotificationType, 'category'>): boolean {
  return state === 'active' || (state === 'deletion-pending' && category === 'security');
}
