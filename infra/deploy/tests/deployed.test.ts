import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { findNotificationType } from '#events/notifications/catalogue.ts';
import { notificationRequested } from '#events/notification-requested.ts';
import { pngPhoto } from '#functions/testing/photos.ts';
import { printTable } from '#infra/tools/bench/table.ts';
import { startCognito } from '#infra/local/cognito/server.ts';
import { type Client, clientOf, password } from '#infra/local/tests/running-stack.ts';
import { findUserPool } from '#infra/local/user-pool.ts';
import { cdk } from './cdk.ts';
import { deployedAccess } from './deployed-access.ts';
import { deployedFunctions } from './deployed-functions.ts';
import { deployedStores } from './deployed-stores.ts';
import { freePort, startEmulator } from './emulator.ts';
import { startDurableService } from './durable-service.ts';
import { measureLatencies } from './latencies.ts';
import { startOutboxCarrier } from './outbox-carrier.ts';
import { peakMemories } from './peak-memory.ts';

const state = join(import.meta.dirname, '../../../.local/deploy');
const closers: (() => Promise<unknown>)[] = [];
let tool: ReturnType<typeof cdk>;
let client: Client;
let apiUrl: string;
let settings: { endpoint: string; region: string };
let busName: string;
let durable: Awaited<ReturnType<typeof startDurableService>>;
let outputs: Record<string, string>;
function output(name: string): string {
  const value = outputs[name];
  if (value === undefined) throw new Error(`No stack has an output "${name}"`);
  return value;
}

beforeAll(async () => {
  rmSync(join(state, 'run'), { recursive: true, force: true });
  mkdirSync(join(state, 'run'), { recursive: true });
  const emulator = await startEmulator(state);
  closers.push(emulator.close);
  const cognitoPort = await freePort();
  settings = { endpoint: emulator.endpoint, region: 'us-east-1' };
  durable = await startDurableService(settings, join(state, 'run'));
  closers.push(() => durable.close());
  tool = cdk({
    endpoint: emulator.endpoint,
    folder: join(state, 'run'),
    cognitoEndpoint: `http://127.0.0.1:${cognitoPort}`,
    lambdaEndpoint: durable.endpoint,
  });
  Object.assign(process.env, tool.account);
  await Promise.all([tool.synth(), tool.bootstrap()]);
  await tool.deploy();

  outputs = tool.outputs();
  await durable.attach();
  busName = output('BusName');
  const pool = await findUserPool(emulator.endpoint, {
    USER_POOL_ID: output('UserPoolId'),
    USER_POOL_CLIENT_ID: output('UserPoolClientId'),
  });
  const cognito = await startCognito({
    stateFile: join(state, 'run', 'cognito.json'),
    port: cognitoPort,
    scryptCost: 2 ** 10,
    identifiers: pool,
  });
  closers.push(cognito.close);
  const carrier = await startOutboxCarrier({
    client: settings,
    folder: join(state, 'run'),
    tableName: output('TableName'),
    outboxFunction: output('OutboxFunctionName'),
    busName,
  });
  closers.push(() => carrier.close());

  const secrets = new SecretsManagerClient(settings);
  const { SecretString = '' } = await secrets.send(
    new GetSecretValueCommand({ SecretId: output('OriginSecretId') }),
  );
  const access = deployedAccess({
    endpoint: emulator.endpoint,
    apiId: output('ApiId'),
    siteUrl: output('SiteUrl'),
    originSecret: (JSON.parse(SecretString) as { current: string }).current,
  });
  apiUrl = access.api;
  client = clientOf(access);
});
afterAll(async () => {
  for (const close of closers.toReversed()) await close();
});

test('every function starts; how long, cold and warm, beside an empty one', async () => {
  const latencies = await measureLatencies(settings);
  const [empty] = latencies;
  const ratio = (value: number, base = Number.NaN) =>
    `${value.toFixed(0)} ms (${(value / base).toFixed(1)} x)`;
  printTable(
    'Runs of deployed functions, and ratios to an empty one',
    ['cold', 'warm'],
    latencies.map(({ name, cold, warm }) => ({
      name,
      figures: [ratio(cold, empty?.cold), ratio(warm, empty?.warm)],
    })),
  );
  expect(latencies.length).toBeGreaterThan(5);
});

test('the API answers, and tells its contract', async () => {
  expect((await client.ask('GET /api/health')).body).toEqual({ status: 'ok' });
  expect((await client.ask('GET /api/openapi.json')).body).toMatchObject({ openapi: '3.1.0' });
});

test('without the secret of the edge nothing is served (incident 9, 11)', async () => {
  const response = await fetch(`${apiUrl}/api/health`, {
    headers: { 'cloudfront-viewer-address': '203.0.113.9:1' },
  });
  expect([response.status, ((await response.json()) as { reason: string }).reason]).toEqual([
    403,
    'origin-refused',
  ]);
});

test('a person signs up by the mailed link, saves the profile, and a session that was ended stays ended', async () => {
  const { email, cookie } = await client.person(undefined, 'Zoë O’Brien-Smith');
  const body = {
    name: 'Zoë O’Brien',
    company: 'Acme Corp',
    phone: '+92 (300) 123-4567',
    timezone: 'Asia/Karachi',
  };
  const saved = await client.ask('PUT /api/user/profile', { cookie, body });
  expect([saved.status, saved.body]).toMatchObject([200, { name: 'Zoë O’Brien', phone: '+923001234567' }]);
  expect((await client.ask('POST /api/auth/sign-out', { cookie })).status).toBe(204);
  expect((await client.ask('GET /api/session', { cookie })).status).toBe(401);
  expect((await client.signIn(email, 'not the password')).status).toBe(401);
  expect((await client.signIn(email)).status).toBe(200);
});

test('a forgotten password is reset by the mailed link, which ends every session (CVE-2026-22706)', async () => {
  const { email, cookie } = await client.person();
  await client.ask('POST /api/auth/forgot-password', { body: { email } });
  const link = client.linkIn(await client.mail(email, /reset/i), '/reset-password');
  const newPassword = 'a brand new phrase';
  const code = link.searchParams.get('code');
  expect(
    (await client.ask('POST /api/auth/reset-password', { body: { email, code, newPassword } })).status,
  ).toBe(204);
  expect((await client.ask('GET /api/session', { cookie })).status).toBe(401);
  expect((await client.signIn(email, password)).status).toBe(401);
  expect((await client.signIn(email, newPassword)).status).toBe(200);
});

test('what the product publishes on the bus is in the inbox of whom it is for', async () => {
  const { cookie, accountId } = await client.person();
  const { company } = (await client.ask('GET /api/session', { cookie })).body as { company: { id: string } };
  const detail = {
    id: `deployed-${accountId}`,
    type: 'missed-call',
    companyId: company.id,
    to: { kind: 'accounts', accountIds: [accountId] },
    data: findNotificationType('missed-call')?.sample,
  };
  await new EventBridgeClient(settings).send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: busName,
          Source: 'product',
          DetailType: notificationRequested,
          Detail: JSON.stringify(detail),
        },
      ],
    }),
  );
  const types = async () =>
    (
      (await client.ask('GET /api/notifications', { cookie })).body as { items: { type: string }[] }
    ).items.map(({ type }) => type);
  for (let waited = 0; waited < 60 && !(await types()).includes('missed-call'); waited += 1)
    await sleep(1000);
  expect(await types()).toContain('missed-call');
});

test('a deletion is mailed when it is asked for, and can be taken back', async () => {
  const { email, cookie } = await client.person();
  const body = { confirmation: 'DELETE', password };
  expect((await client.ask('POST /api/user/deletion', { cookie, body })).status).toBe(202);
  await client.mail(email, /delet/i);
  expect((await client.ask('DELETE /api/user/deletion', { cookie })).status).toBe(204);
});

test('a person downloads what is kept about them, in a zip, behind a fresh proof', async () => {
  const { cookie } = await client.person();
  const asked = await client.ask('POST /api/user/export', { cookie });
  const { jobId } = asked.body as { jobId: string };
  const job = async () => (await client.ask(`GET /api/jobs/${jobId}`, { cookie })).body as { status: string };
  for (let waited = 0; waited < 60 && (await job()).status === 'running'; waited += 1) await sleep(1000);
  expect(await job()).toMatchObject({ status: 'completed' });
  const download = `POST /api/user/export/${jobId}/download`;
  expect((await client.ask(download, { cookie })).body).toMatchObject({ reason: 'step-up-required' });
  const proven = await client.ask('POST /api/session/step-up', { cookie, body: { password } });
  const link = await client.ask(download, { cookie: proven.cookie });
  const archive = Buffer.from(await (await fetch((link.body as { url: string }).url)).arrayBuffer());
  expect(archive.subarray(0, 2).toString()).toBe('PK');
});

test('an account is erased from every store when its days are over, and its address can register anew', async () => {
  const { email, cookie, accountId } = await client.person(undefined, 'Erika Mustermann');
  const stores = deployedStores(settings, {
    tables: [output('TableName'), output('RecordsTableName')],
    cognitoFile: join(state, 'run', 'cognito.json'),
  });
  const companyId = cookie.split('.')[1] ?? '';
  const who = [email, accountId, 'Erika Mustermann'];
  await stores.lockArchive();
  await stores.keepSomething({ companyId, recordings: output('RecordingsBucketName') });
  const photo = await client.ask('PUT /api/user/avatar', {
    cookie,
    raw: new Uint8Array(pngPhoto()),
    headers: { 'content-type': 'image/png' },
  });
  expect([photo.status, photo.body]).toMatchObject([200, {}]);
  expect((await stores.traces(who)).length).toBeGreaterThan(5);

  const body = { confirmation: 'DELETE', password };
  expect((await client.ask('POST /api/user/deletion', { cookie, body })).status).toBe(202);
  await stores.letDaysPass(accountId);
  await durable.runSweep();
  const farewell = await client.mail(email, /has been deleted/, 90_000);

  const [number] = /[0-9A-HJKMNP-TV-Z]{5}(?:-[0-9A-HJKMNP-TV-Z]{1,5}){5}/.exec(farewell.text) ?? [''];
  for (let waited = 0; waited < 60 && (await stores.traces(who)).length > 0; waited += 1) await sleep(1000);
  const { body: receipt } = await client.ask(`GET /api/receipts/${number}`);
  expect(receipt).toMatchObject({ kind: 'account', status: 'completed' });
  expect(await stores.traces(who)).toEqual([]);
  expect((await client.ask('GET /api/session', { cookie })).status).toBe(401);
  expect((await client.signIn(email)).status).toBe(401);

  const earlier = (await client.mails(email)).length;
  await client.ask('POST /api/auth/sign-up', { body: { email, password, name: 'Erika Mustermann' } });
  for (let waited = 0; waited < 30 && (await client.mails(email)).length === earlier; waited += 1)
    await sleep(1000);
  const { searchParams } = client.linkIn(await client.mail(email, /confirm/i), '/confirm');
  const code = searchParams.get('code');
  await client.ask('POST /api/auth/confirm-sign-up', { body: { email, code } });
  const { cookie: anew = '' } = await client.signIn(email);
  expect((await client.ask('GET /api/session', { cookie: anew })).body).toMatchObject({ user: { email } });
  expect(anew.split('.')[0]).not.toBe(accountId);
});

test('no function ever took half of the memory that it is given', async () => {
  const peaks = peakMemories(await deployedFunctions(settings));
  printTable(
    'Memory of deployed functions, at most in this run',
    ['peak', 'given'],
    peaks.map(({ name, peak, given }) => ({
      name,
      figures: [`${peak.toFixed(0)} MB`, `${given.toFixed(0)} MB`],
    })),
  );
  for (const { name, peak, given } of peaks) expect(peak, name).toBeLessThan(given / 2);
});

test('a second deploy changes nothing, and the stage can be destroyed', async () => {
  const output = await tool.deploy();
  expect(output.match(/\(no changes\)/g)).toHaveLength(6);
  await tool.destroy();
  expect((await client.ask('GET /api/health')).status).not.toBe(200);
});
