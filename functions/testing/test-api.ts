import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { KMSClient } from '@aws-sdk/client-kms';
import { DeleteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

import { envelopeSchema } from '#events/envelope.ts';
import { channels } from '#events/notifications/notification-type.ts';
import type { DataResetDeps } from '#functions/data-reset/deps.ts';
import type { ArchiveStore } from '#functions/export/archive-store.ts';
import { kmsVault } from '#functions/integrations/credential-vault.ts';
import type { Outside } from '#functions/integrations/outside.ts';
import { contracts } from '#functions/handlers/contracts.ts';
import { clientSettings } from '#functions/shared/aws/client-settings.ts';
import { openTable } from '#functions/shared/aws/table-client.ts';
import { userPool } from '#functions/shared/aws/user-pool.ts';
import { apiFunction } from '#functions/shared/chain/api-function.ts';
import type { BoundOperation } from '#functions/shared/chain/request-state.ts';
import { newId } from '#functions/shared/ids.ts';
import { jsonLogger } from '#functions/shared/logger.ts';
import { type CodePurpose, deriveCode, linkToken } from '#functions/shared/mailed-code.ts';
import { eventPartitionPrefix } from '#functions/shared/table.ts';
import type { Sms } from '#functions/sms/sms-client.ts';
import { vapidKeys } from '#functions/web-push/vapid.ts';
import { startCognito } from '#infra/local/cognito/server.ts';
import { startKms } from '#infra/local/kms/start-kms.ts';
import { deployedSettings } from '#infra/local/cognito/settings.ts';
import { parse } from 'valibot';
import { allOperations } from './all-operations.ts';
import { countCalls, noteCommands } from './call-counter.ts';
import { undocumented } from './documented.ts';
import { startTestTable } from './local-table.ts';
import { memoryPhotos } from './memory-photos.ts';
import { startTestRecords } from './test-records.ts';
import { earlierOriginSecretValue, originSecretValue, requester, type TestRequest } from './requester.ts';

const siteUrl = 'https://account.example.test';
const codeSecretValue = 'test code secret 123';
const channelSecretValue = 'test channel secret 123';
export const password = 'plum teapot harbour';

export interface TestApiSettings {
  readonly emailChange?: 'self-service' | 'support-only';
  readonly passwordComposition?: boolean;
  /** The network, as tests of credentials find it; by default the stage allows none. */
  readonly outside?: Outside;
  /** Where finished exports are; by default their addresses lead nowhere. */
  readonly archives?: Pick<ArchiveStore, 'link'>;
  /** Begins a data reset; by default whoever tests runs it. */
  readonly startReset?: DataResetDeps['startReset'];
  /** Operations of the test's own behind the same chain, to try one of its rules with. */
  readonly more?: readonly BoundOperation[];
  /** Takes what closes the API; by default the end of the test file does. */
  readonly onClose?: (close: () => Promise<void>) => void;
}

/**
 * Every operation of the API behind the real request chain, over the real local table and the Cognito
 * stand-in, with a clock that tests set. Photos are kept in memory.
 */
export async function startTestApi(settings: TestApiSettings = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-api-'));
  let shift = 0;
  const now = () => new Date(Date.now() + shift);
  const { client: dynamodb, tableName } = await startTestTable();
  const kms = await startKms({ stateFile: join(folder, 'kms.json'), aliases: ['integrations'] });
  const cognito = await startCognito({
    stateFile: join(folder, 'cognito.json'),
    scryptCost: 2 ** 4,
    now,
    pool: { webAuthn: { ...deployedSettings.webAuthn, relyingPartyId: new URL(siteUrl).hostname } },
  });
  (settings.onClose ?? afterAll)(async () => {
    await Promise.all([cognito.close(), kms.close()]);
    await rm(folder, { recursive: true });
  });

  const counter = countCalls(dynamodb);
  const table = openTable(tableName, dynamodb);
  const photos = memoryPhotos();
  const local = {
    ...clientSettings(),
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const poolClient = new CognitoIdentityProviderClient({
    ...local,
    endpoint: cognito.endpoint,
    // A process that is starved for two seconds would give up on an answer that is there, and have a code checked twice.
    requestHandler: { connectionTimeout: 30_000, requestTimeout: 30_000 },
  });
  const cognitoCalls = noteCommands(poolClient);
  const pool = userPool({
    client: poolClient,
    userPoolId: cognito.userPoolId,
    clientId: cognito.clientId,
    readClientSecret: () => Promise.resolve([cognito.clientSecret]),
  });
  const logged: string[] = [];
  const texts: Sms[] = [];
  let smsFault: Error | null = null;
  const records = await startTestRecords();
  const deps = {
    table,
    records: records.records,
    archives: settings.archives ?? {
      link: (key: string) => Promise.resolve(`https://exports.example.test/${key}`),
    },
    startReset: settings.startReset ?? (() => Promise.resolve()),
    pool,
    photos: photos.store,
    vault: kmsVault(new KMSClient({ ...local, endpoint: kms.endpoint }), 'alias/integrations'),
    outside: settings.outside ?? null,
    now,
    newId,
    logger: jsonLogger((line) => logged.push(line)),
    readCodeSecret: () => Promise.resolve([codeSecretValue] as const),
    readChannelSecret: () => Promise.resolve([channelSecretValue] as const),
    readServerKey: () => Promise.resolve(vapidKeys(channelSecretValue).publicKey),
    pushHosts: 'public',
    offersSms: true,
    sms: {
      countries: ['US', 'DE'],
      send: (sms: Sms) => {
        if (smsFault !== null) return Promise.reject(smsFault);
        texts.push(sms);
        return Promise.resolve({ ok: true } as const);
      },
    },
    readOriginSecret: () => Promise.resolve([originSecretValue, earlierOriginSecretValue] as const),
    siteUrl,
    passwordComposition: settings.passwordComposition ?? false,
    absoluteDays: 30,
    graceDays: 7,
    archiveDays: 365,
    logDays: 365,
    productName: 'Latchkey Test',
    offeredChannels: channels,
    emailChange: settings.emailChange ?? 'self-service',
    settings: { emailChange: settings.emailChange ?? 'self-service' },
  } as const;
  const handler = apiFunction(deps, [...allOperations(deps), ...(settings.more ?? [])]);

  const send = requester(handler);
  const request: typeof send = async (route, options) => {
    const answer = await send(route, options);
    const fault = undocumented(contracts, route, answer);
    if (fault !== null) throw new Error(fault);
    return answer;
  };

  const items = async () => {
    const { Items = [] } = await table.client.send(
      new ScanCommand({ TableName: tableName, ConsistentRead: true }),
    );
    return Items;
  };
  /** Every event recorded so far, oldest first. */
  const events = async () => {
    const found = (await items()).filter((item) => String(item['pk']).startsWith(eventPartitionPrefix));
    return found.map((item) => parse(envelopeSchema, item)).sort((a, b) => (a.id < b.id ? -1 : 1));
  };
  /** The newest event of a type, as the mailer would get it. */
  const lastEvent = async (type: string) => {
    const event = (await events()).findLast((candidate) => candidate.type === type);
    if (event === undefined) throw new Error(`No ${type} was recorded`);
    return event;
  };
  /** The code or link token that the mail of the newest event of a type carries. */
  const mailed = async (type: string, purpose: CodePurpose) => {
    const event = await lastEvent(type);
    const code = deriveCode(codeSecretValue, purpose, event.id);
    return { code, token: `${event.accountId}.${event.id}.${code}`, event };
  };

  /** The token that the mail of the newest invitation carries. */
  const invitation = async () => {
    const { id, companyId, data } = await lastEvent('latchkey.member.invited');
    const code = deriveCode(codeSecretValue, 'invitation', id);
    return linkToken(companyId ?? '', String(data['invitationId']), code);
  };

  const signUp = async (email: string, more: Record<string, unknown> = {}) => {
    await request('POST /api/auth/sign-up', { body: { email, password, name: 'Ada Lovelace', ...more } });
    const { code, event } = await mailed('latchkey.account.sign-up-requested', 'sign-up');
    await request('POST /api/auth/confirm-sign-up', { body: { email, code } });
    return event.accountId;
  };
  const signIn = async (email: string, secret = password, more: TestRequest = {}) =>
    (await request('POST /api/auth/sign-in', { body: { email, password: secret }, ...more })).cookie;

  return {
    request,
    items,
    events,
    lastEvent,
    mailed,
    invitation,
    logged,
    photos: photos.stored,
    /** The text messages that were sent. */
    texts,
    /** Makes the sending of text messages fail, or work again with null. */
    failTexts: (fault: Error | null) => {
      smsFault = fault;
    },
    /** Makes the photo store fail, or work again with null. */
    failPhotos: photos.fail,
    table,
    /** The store of the product's records. */
    records,
    /** Takes an item away, as if it had never been. */
    remove: async (Key: Record<string, unknown>) => {
      await table.client.send(new DeleteCommand({ TableName: tableName, Key }));
    },
    counter,
    cognitoCalls,
    cognito,
    kms,
    pool,
    poolClient,
    deps,
    now,
    advance: (milliseconds: number) => {
      shift += milliseconds;
    },
    /** A person with a confirmed account, signed in. */
    person: async (email = `${newId()}@example.test`, more: Record<string, unknown> = {}) => {
      const accountId = await signUp(email, more);
      return { email, accountId, cookie: (await signIn(email)) ?? '' };
    },
    signUp,
    signIn,
    stepUp: async (cookie: string) =>
      (await request('POST /api/session/step-up', { cookie, body: { password } })).cookie ?? '',
  };
}

export type TestApi = Awaited<ReturnType<typeof startTestApi>>;
