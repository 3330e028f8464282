import type { Origin } from '#events/envelope.ts';
import { envelopeSchema } from '#events/envelope.ts';
import { passwordChanged } from '#events/lifecycle/password-changed.ts';
import { sessionStarted } from '#events/lifecycle/session-started.ts';
import { type Account, accountSchema } from '#functions/shared/account-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { TransactItem } from '#functions/shared/aws/transaction.ts';
import { after, days, timeToLive } from '#functions/shared/clock.ts';
import { accountKey, disownedKey, eventKey } from '#functions/shared/table.ts';
import { parse } from 'valibot';

/** How long "this wasn't me" of a mail is good. */
export const disownLife = 7 * days;

/** What a notice told of. */
export interface Activity {
  readonly eventId: string;
  readonly kind: 'sign-in' | 'password-change';
  readonly occurredAt: string;
  readonly origin: Origin;
}

interface Disowning {
  readonly activity: Activity;
  readonly account: Account;
  /** The link was followed to its end before. */
  readonly done: boolean;
}

const kinds = new Map<string, Activity['kind']>([
  [sessionStarted.type, 'sign-in'],
  [passwordChanged.type, 'password-change'],
]);

/** Reads what a link is about, in one round trip; null when nothing of the kind is there. */
export async function readDisowning(
  table: Table,
  { accountId, eventId }: { accountId: string; eventId: string },
): Promise<Disowning | null> {
  const [event, account, done] = await readMany(table, [
    eventKey(accountId, eventId),
    accountKey(accountId),
    disownedKey(accountId, eventId),
  ]);
  if (event === undefined || account === undefined) return null;
  const { type, occurredAt, origin } = parse(envelopeSchema, event);
  const kind = kinds.get(type);
  if (kind === undefined) return null;
  const activity = { eventId, kind, occurredAt, origin };
  return { activity, account: parse(accountSchema, account), done: done !== undefined };
}

/** The write that marks a link as followed to its end: of parallel uses one wins. */
export function markDisowned(tableName: string, accountId: string, eventId: string, now: Date): TransactItem {
  return {
    Put: {
      TableName: tableName,
      Item: { ...disownedKey(accountId, eventId), expiresAtSeconds: timeToLive(after(now, disownLife)) },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}
