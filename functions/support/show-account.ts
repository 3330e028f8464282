import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { envelopeSchema } from '#events/envelope.ts';
import { listMemberships, nameCompanies } from '#functions/shared/company-item.ts';
import { waitingRecovery } from '#functions/shared/recovery-state.ts';
import { isLive, type Session, sessionSchema } from '#functions/shared/session/session-item.ts';
import { accountKey, eventKey, sessionKey } from '#functions/shared/table.ts';
import { emailSubject, readThrottle } from '#functions/shared/throttle-item.ts';
import { readRecoveryCodes } from '#functions/shared/two-factor/recovery-codes-item.ts';
import { isTwoFactorOn } from '#functions/shared/two-factor/two-factor-writes.ts';
import type { SupportCommand, SupportDeps } from './deps.ts';
import { recordLook } from './record-act.ts';

const newestEvents = 20;

/** What support sees of an account: its state, never a secret, a code, a token or what the person wrote elsewhere. */
export type AccountState = Awaited<ReturnType<typeof showAccount>>;

/** Shows the state of an account. Looking is recorded in the person's security log before anything is shown. */
export async function showAccount(
  deps: Pick<SupportDeps, 'table' | 'now' | 'newId'>,
  command: SupportCommand,
) {
  const { account } = command;
  const { accountId, email } = account;
  const now = deps.now();
  await recordLook(deps, command);
  const [codes, throttle, memberships, sessions, events] = await Promise.all([
    readRecoveryCodes(deps.table, accountId),
    readThrottle(deps.table, emailSubject(email), now),
    listMemberships(deps.table, accountId),
    query(deps, accountKey(accountId).pk, sessionKey('', '').sk),
    query(deps, eventKey(accountId, '').pk),
  ]);
  const live = sessions
    .map((item): Session => v.parse(sessionSchema, item))
    .filter((session) => session.supersededUntil === null && isLive(session, account, now));
  return {
    account,
    twoFactor: isTwoFactorOn(account),
    recoveryCodesLeft: codes.size,
    recovery: waitingRecovery(account),
    throttle,
    companies: await nameCompanies(deps.table, memberships),
    sessions: live.map(({ browser, os, createdAt, lastSeenAt }) => ({ browser, os, createdAt, lastSeenAt })),
    events: events
      .slice(0, newestEvents)
      .map((item) => v.parse(envelopeSchema, item))
      .map(({ id, type, occurredAt, actor }) => ({ id, type, occurredAt, actor: actor.kind })),
  };
}

/** The newest items of a partition, at most a hundred. */
async function query(
  { table }: Pick<SupportDeps, 'table'>,
  pk: string,
  prefix = '',
): Promise<Record<string, unknown>[]> {
  const { Items = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: prefix === '' ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: prefix === '' ? { ':pk': pk } : { ':pk': pk, ':prefix': prefix },
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: 100,
    }),
  );
  return Items;
}
