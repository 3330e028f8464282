import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { parse } from 'valibot';
import { envelopeSchema } from '#events/envelope.ts';
import { passwordResetRequested } from '#events/lifecycle/password-reset-requested.ts';
import { signUpRequested } from '#events/lifecycle/sign-up-requested.ts';
import { supportMailResent } from '#events/lifecycle/support-mail-resent.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import { putPasswordReset } from '#functions/shared/password-reset-item.ts';
import { putPendingSignUp } from '#functions/shared/pending-sign-up-item.ts';
import { eventKey, mailReceiptKey } from '#functions/shared/table.ts';
import type { Operator, SupportCommand, SupportDeps } from './deps.ts';
import type { Found } from './find-account.ts';

type ResendDeps = Pick<SupportDeps, 'table' | 'now' | 'newId'>;

/** Mails a reset link, as if the person had asked for it: to the stored address, good for an hour. */
export async function sendReset(deps: ResendDeps, { account, by }: SupportCommand): Promise<Outcome> {
  const { accountId, email, name, timezone } = account;
  const [eventId, now] = [deps.newId(), deps.now()];
  await commit(deps.table, [
    putPasswordReset(deps.table.name, email, { accountId, eventId }, now),
    recordEvent(deps.table.name, passwordResetRequested, {
      id: eventId,
      now,
      accountId,
      actor: { kind: 'support', ...by },
      origin: null,
      data: { email, name, timezone, cause: 'forgotten' },
    }),
  ]);
  return { ok: true };
}

/** Mails a new code to somebody who is still signing up; it replaces the earlier one. */
export async function sendConfirmation(
  deps: ResendDeps,
  { pending, by }: { pending: NonNullable<Found['pending']>; by: Operator },
): Promise<Outcome> {
  // Cognito does not hold its password yet: a code would open nothing.
  if (!pending.ready || pending.confirmedAt !== null) return refuse('not-found');
  const { email, accountId, name, timezone } = pending;
  const [eventId, now] = [deps.newId(), deps.now()];
  const lost = await commit(deps.table, [
    ...putPendingSignUp(deps.table.name, { email, accountId, name, timezone, eventId, ready: true, now }),
    recordEvent(deps.table.name, signUpRequested, {
      id: eventId,
      now,
      accountId,
      actor: { kind: 'support', ...by },
      origin: null,
      data: { email, name, timezone },
    }),
  ]);
  return lost === null ? { ok: true } : refuse('not-found');
}

/**
 * Has the mails of an event of this account sent once more, to the addresses and with the links that they had.
 * Refuses an event that is not the account's, and one that has sent no mail.
 */
export async function resendMail(
  deps: ResendDeps,
  { account, by }: SupportCommand,
  eventId: string,
): Promise<Outcome> {
  const { accountId } = account;
  const { name: TableName, client } = deps.table;
  const [{ Item }, receipts] = await Promise.all([
    client.send(new GetCommand({ TableName, Key: eventKey(accountId, eventId), ConsistentRead: true })),
    client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': mailReceiptKey(eventId, '').pk },
        Select: 'COUNT',
      }),
    ),
  ]);
  if (Item === undefined || receipts.Count === 0) return refuse('not-found');
  const found = parse(envelopeSchema, Item);
  const event =
    found.type === supportMailResent.type ? parse(supportMailResent.data, found.data).event : found;
  await commit(deps.table, [
    recordEvent(deps.table.name, supportMailResent, {
      id: deps.newId(),
      now: deps.now(),
      accountId,
      actor: { kind: 'support', ...by },
      origin: null,
      data: { event },
    }),
  ]);
  return { ok: true };
}
