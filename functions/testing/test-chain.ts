import { ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';

import { envelopeSchema } from '#events/envelope.ts';
import type { Account } from '#functions/shared/account-item.ts';
import { openTable, type Table } from '#functions/shared/aws/table-client.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { apiFunction } from '#functions/shared/chain/api-function.ts';
import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import type { Now } from '#functions/shared/clock.ts';
import { foundCompany } from '#functions/shared/company-writes.ts';
import { defineOperation, type OperationContract } from '#functions/shared/contract.ts';
import type { Role } from '#functions/shared/fields.ts';
import { newId } from '#functions/shared/ids.ts';
import { noOwnIpPolicy } from '#functions/shared/ip/policy.ts';
import { jsonLogger, type Logger } from '#functions/shared/logger.ts';
import { cookieName } from '#functions/shared/session/session-cookie.ts';
import { startSession } from '#functions/shared/session/session-item.ts';
import { accountKey, eventPartitionPrefix, membershipKey } from '#functions/shared/table.ts';
import { describeViewer } from '#functions/shared/viewer.ts';
import { parse } from 'valibot';
import { countCalls } from './call-counter.ts';
import { startTestTable } from './local-table.ts';
import { earlierOriginSecretValue, originSecretValue, requester } from './requester.ts';

export const siteUrl = 'https://account.example.test';

const bare = {
  id: 'try',
  summary: 'An operation of a test',
  method: 'POST',
  path: '/api/try',
  function: 'account',
  access: 'public',
  status: 204,
  reasons: [],
} as const satisfies OperationContract;

/** An operation of a test's own: a public `POST /api/try`, and what differs from that. */
export function operation(
  differs: Partial<OperationContract> = {},
  handle: Parameters<typeof bind<OperationContract>>[1] = () => Promise.resolve({ ok: true }),
): BoundOperation {
  return bind(defineOperation<OperationContract>({ ...bare, ...differs }), handle);
}

/** What operations of a feature that needs the table alone are made from. */
export interface ChainDeps {
  readonly table: Table;
  readonly now: Now;
  readonly newId: () => string;
  readonly logger: Logger;
}

/**
 * The request chain over the real local table with operations of a test's own, and people who are written into
 * the table as signing up and in leaves them.
 */
export async function startTestChain(
  operations: readonly BoundOperation[] | ((deps: ChainDeps) => readonly BoundOperation[]),
) {
  let shift = 0;
  const now = () => new Date(Date.now() + shift);
  const { client, tableName } = await startTestTable();
  const counter = countCalls(client);
  let interference: (() => Promise<unknown>) | null = null;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const act = interference;
      if (act !== null && context.commandName === 'TransactWriteItemsCommand') {
        interference = null;
        await act();
      }
      return next(args);
    },
    { step: 'initialize', name: 'interfere' },
  );
  const table = openTable(tableName, client);
  const logged: string[] = [];
  const deps: ChainDeps = { table, now, newId, logger: jsonLogger((line) => logged.push(line)) };
  const bound = typeof operations === 'function' ? operations(deps) : operations;
  const handlerOver = (reached: Table) =>
    apiFunction(
      {
        ...deps,
        table: reached,
        siteUrl,
        readOriginSecret: () => Promise.resolve([originSecretValue, earlierOriginSecretValue]),
      },
      bound,
    );

  const person = async (role: Role = 'owner') => {
    const [accountId, companyId] = [newId(), newId()];
    const createdAt = now().toISOString();
    const account: Account = {
      accountId,
      email: `${accountId}@example.test`,
      name: 'Ada Lovelace',
      company: null,
      phone: null,
      timezone: null,
      avatarUrl: null,
      pendingEmail: null,
      version: 1,
      state: 'active',
      sessionTimeoutMinutes: 30,
      sessionsValidFrom: createdAt,
      lastCompanyId: companyId,
      recovery: null,
      emailChangedAt: null,
      twoFactor: null,
      factorsChangedAt: null,
      factorAddedAt: null,
      ipAllowlist: noOwnIpPolicy,
      ipBypass: null,
      deletion: null,
      emailProblem: null,
      confirmedPhone: null,
      createdAt,
    };
    const started = startSession(tableName, {
      id: newId(),
      accountId,
      companyId,
      refreshToken: 'a refresh token',
      viewer: describeViewer('203.0.113.7', undefined),
      now: now(),
      absoluteDays: 30,
    });
    await commit(table, [
      { Put: { TableName: tableName, Item: { ...accountKey(accountId), ...account } } },
      ...foundCompany(tableName, { companyId, name: 'Analytical Engines', createdAt }, accountId),
      ...started.items,
    ]);
    const member = membershipKey(companyId, accountId);
    if (role !== 'owner') await set(member, 'role', role);
    const cookie = started.setCookie.slice(cookieName.length + 1).split(';')[0] ?? '';
    const sessionKey = { pk: accountKey(accountId).pk, sk: String(started.items[0]?.Put?.Item?.['sk']) };
    return { accountId, companyId, cookie, sessionKey, memberKey: member };
  };

  /** Sets one attribute of an item. */
  const set = async (Key: { pk: string; sk: string }, name: string, value: unknown) => {
    await table.client.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { pk: Key.pk, sk: Key.sk },
        UpdateExpression: 'SET #name = :value',
        ExpressionAttributeNames: { '#name': name },
        ExpressionAttributeValues: { ':value': value },
      }),
    );
  };

  const items = async () => {
    const { Items = [] } = await table.client.send(new ScanCommand({ TableName: tableName }));
    return Items;
  };

  return {
    request: requester(handlerOver(table)),
    /** The same chain over another table, to see what it does when that cannot be reached. */
    requestOver: (reached: Table) => requester(handlerOver(reached)),
    person,
    set,
    table,
    counter,
    logged,
    now,
    items,
    /** Lets something happen right before the next transaction is written: after all that it rests on was read. */
    interfere: (act: () => Promise<unknown>) => {
      interference = act;
    },
    /** What has been recorded about an account, oldest first. */
    eventsOf: async (accountId: string) => {
      const found = (await items()).filter(({ pk }) => pk === `${eventPartitionPrefix}${accountId}`);
      return found.map((item) => parse(envelopeSchema, item)).sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    advance: (milliseconds: number) => {
      shift += milliseconds;
    },
  };
}

export type TestChain = Awaited<ReturnType<typeof startTestChain>>;
