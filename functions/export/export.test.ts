import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { days, hours } from '#functions/shared/clock.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { newId } from '#functions/shared/ids.ts';
import { beginJob } from '#functions/shared/job-item.ts';
import { recordCategories } from '#functions/shared/records/categories.ts';
import { putRecording, putRecords } from '#functions/shared/records/record-store.ts';
import { recordingObjects } from '#functions/shared/records/recording-objects.ts';
import {
  accountKey,
  companyKey,
  eventKey,
  integrationKey,
  notificationPreferencesKey,
  passkeyKey,
  phoneCodeKey,
  pushKey,
  recoveryCodesKey,
} from '#functions/shared/table.ts';
import { clientSettings } from '#functions/shared/aws/client-settings.ts';
import { companyWith } from '#functions/testing/colleagues.ts';
import { gate, troubles } from '#functions/testing/gate.ts';
import { gatedTable } from '#functions/testing/gated-table.ts';
import { killAtEveryWrite, killSwitch } from '#functions/testing/kill-switch.ts';
import { currentStep } from '#functions/testing/memory-durable.ts';
import { memoryS3 } from '#functions/testing/memory-s3.ts';
import { memoryPartitions, memoryTable } from '#functions/testing/memory-table.ts';
import { readZip } from '#functions/testing/read-zip.ts';
import { startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import { personWithTwoFactor } from '#functions/testing/two-factor.ts';
import { type S3, startS3 } from '#infra/local/s3/start-s3.ts';
import { archiveStore } from './archive-store.ts';
import type { PackDeps } from './deps.ts';
import { endOverdueExport } from './end-overdue-export.ts';
import { handleBatch } from './handle-batch.ts';
import { packExport } from './pack-export.ts';
import { photoReader } from './photo-reader.ts';

const bucket = 'latchkey-exports';
const folder = mkdtempSync(join(tmpdir(), 'latchkey-export-'));
let api: TestApi;
let s3: S3;
let deps: PackDeps;
let kill: ReturnType<typeof killSwitch>;
beforeAll(async () => {
  s3 = await startS3({ stateDir: folder, buckets: [bucket] });
  const client = new S3Client({
    ...clientSettings(),
    endpoint: s3.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    forcePathStyle: true,
  });
  const archives = archiveStore(client, bucket);
  api = await startTestApi({ archives });
  kill = killSwitch(api.table.client, client);
  deps = {
    ...api.deps,
    ...api.records,
    archives,
    readPhoto: (path) => Promise.resolve(api.photos.get(path)?.bytes ?? null),
    folder: mkdtempSync(join(folder, 'temporary-')),
  };
});
afterAll(async () => {
  await s3.close();
  rmSync(folder, { recursive: true });
});

type Person = Awaited<ReturnType<TestApi['person']>>;
const ask = async ({ cookie }: Pick<Person, 'cookie'>) =>
  (await api.request('POST /api/user/export', { cookie })).body.jobId as string;
const newest = async ({ cookie }: Pick<Person, 'cookie'>) =>
  (await api.request('GET /api/user/export', { cookie })).body.export;
const pack = ({ accountId }: Pick<Person, 'accountId'>, jobId: string) =>
  packExport(deps, { accountId, jobId });
const download = (cookie: string, id: string) =>
  api.request('POST /api/user/export/{id}/download', { cookie, params: { id } });
const archived = (accountId: string) =>
  s3.list().filter(({ key }) => key.startsWith(`exports/${accountId}/`));

/** Asks, packs, proves and downloads, as somebody in front of the page does. */
async function exported(person: Person) {
  const jobId = await ask(person);
  await pack(person, jobId);
  const { body } = await download(await api.stepUp(person.cookie), jobId);
  const response = await fetch(body.url);
  return { jobId, response, files: await readZip(new Uint8Array(await response.arrayBuffer())) };
}

test('is asked for once: who asks again, or ten times at once, gets the one under way', async () => {
  const person = await api.person();
  expect(await newest(person)).toBeNull();
  const ids = await Promise.all(Array.from({ length: 10 }, () => ask(person)));
  expect(new Set(ids).size).toBe(1);
  expect(await newest(person)).toMatchObject({ id: ids[0], kind: 'export', status: 'running' });
  const events = (await api.events()).filter(({ accountId }) => accountId === person.accountId);
  expect(events.filter(({ type }) => type === 'latchkey.export.requested')).toHaveLength(1);
  await pack(person, ids[0]!);
  expect(await ask(person)).not.toBe(ids[0]);
});

test('is a zip with a README, downloaded after a fresh proof, and stands in the log', async () => {
  const person = await api.person();
  const jobId = await ask(person);
  const proven = await api.stepUp(person.cookie);
  expect((await download(proven, jobId)).body.reason).toBe('export-not-ready');
  await pack(person, jobId);
  expect(await newest(person)).toMatchObject({ status: 'completed', archive: { size: expect.any(Number) } });
  const { cookie } = await api.person();
  expect((await download(await api.stepUp(cookie), jobId)).status).toBe(404);
  const fresh = await api.signIn(person.email);
  expect((await download(fresh ?? '', jobId)).body.reason).toBe('step-up-required');

  const { body, status } = await download(proven, jobId);
  expect(status).toBe(200);
  const response = await fetch(body.url);
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="latchkey-test-data.zip"');
  const files = await readZip(new Uint8Array(await response.arrayBuffer()));
  expect(files.get('README.txt')?.toString()).toContain('Your data from Latchkey Test');
  expect(JSON.parse(files.get('account.json')!.toString())).toMatchObject({ email: person.email });
  const types = (await api.events()).flatMap(({ accountId, type }) =>
    accountId === person.accountId ? type : [],
  );
  for (const type of ['requested', 'completed', 'downloaded'])
    expect(types).toContain(`latchkey.export.${type}`);
});

test('holds all that is stored of the person, and of the companies that they own', async () => {
  const { companyId, owner, colleagues } = await companyWith(api, 'admin');
  const person = { ...owner, accountId: owner.id };
  const at = '2026-11-26T09:00:00.000Z';
  for (const category of recordCategories) {
    const data = { of: category, number: 1 };
    await putRecords(api.records, [{ companyId, category, record: { recordId: 'r.1', at, data } }]);
  }
  await putRecording(api.records, companyId, { recordId: 'r.2', at, data: {} }, new Uint8Array([1, 2, 3]));
  const { files } = await exported(person);
  const json = (name: string) => JSON.parse(files.get(name)!.toString());
  expect(json('account/session.json').length).toBeGreaterThan(0);
  expect(json('security-log.json').map(({ type }: any) => type)).toContain('latchkey.session.started');
  expect(json('companies.json')).toContainEqual(expect.objectContaining({ id: companyId, role: 'owner' }));
  const below = `companies/${companyId}`;
  expect(json(`${below}/company.json`)).toMatchObject({ companyId });
  expect(json(`${below}/members.json`)).toHaveLength(2);
  for (const category of recordCategories) {
    expect(json(`${below}/records/${category}.json`)).toContainEqual({
      recordId: 'r.1',
      at,
      data: { of: category, number: 1 },
    });
  }
  expect([...files.get(`${below}/recordings/r_2e2.bin`)!]).toEqual([1, 2, 3]);
  // What others said of themselves is theirs.
  const everything = [...files.values()].map(String).join('\n');
  expect(everything).not.toContain(colleagues[0].email);
});

test('a member takes along that they belong to a company, and nothing of it', async () => {
  const { companyId, colleagues } = await companyWith(api, 'member');
  const member = { ...colleagues[0], accountId: colleagues[0].id };
  const { files } = await exported(member);
  expect([...files.keys()].filter((name) => name.startsWith(`companies/${companyId}`))).toEqual([]);
});

test('holds nothing that opens the account: no secret, code, token or hash of one', async () => {
  const { email, cookie, accountId, secret, recoveryCodes } = await personWithTwoFactor(api);
  await api.request('POST /api/auth/forgot-password', { body: { email } });
  const jobId = await ask({ cookie });
  await packExport(deps, { accountId, jobId });
  const [object] = archived(accountId);
  const { body = Buffer.alloc(0) } = (await s3.get(bucket, object!.key)) ?? {};
  const everything = [...(await readZip(body)).values()].map(String).join('\n');
  const mine = (await api.items()).filter(({ pk }) => pk === `ACCOUNT#${accountId}`);
  const hashes = mine.flatMap(({ sk, sealedToken, hashes: codes }) => [
    ...(String(sk).startsWith('SESSION#') ? [String(sk).slice('SESSION#'.length)] : []),
    ...(typeof sealedToken === 'string' ? [sealedToken] : []),
    ...(codes instanceof Set ? [...codes].map(String) : []),
  ]);
  expect(hashes.length).toBeGreaterThan(10);
  for (const one of [secret, cookie.split('.')[2] ?? '', ...recoveryCodes, ...hashes])
    expect(everything).not.toContain(one);
});

test('holds no secret of any kind of item, whatever it is called and however deep it is', async () => {
  const { owner, companyId } = await companyWith(api, 'member');
  const { id: accountId, cookie, email } = owner;
  await api.request('POST /api/auth/forgot-password', { body: { email } });
  await api.request('POST /api/user/email-change', {
    cookie: await api.stepUp(cookie),
    body: { email: `${newId()}@example.test` },
  });
  const more = [
    passkeyKey(accountId, 'p'),
    pushKey(accountId),
    recoveryCodesKey(accountId),
    integrationKey(companyId, 'twilio'),
    phoneCodeKey(accountId),
    notificationPreferencesKey(accountId),
  ];
  const partitions = [accountKey(accountId).pk, eventKey(accountId, '').pk, companyKey(companyId).pk];
  const stored = (await api.items()).filter(({ pk }) => partitions.includes(pk));
  // As the code has them, and as the next feature may.
  const names = [
    ...['sealedToken', 'hashes', 'bodyHash', 'codeHash', 'secret', 'totpSecret', 'credentials', 'ciphertext'],
    ...['password', 'passphrase', 'accessToken', 'refreshToken', 'p256dh', 'auth', 'endpoint', 'code'],
    ...['apiKey', 'api_key', 'privateKey', 'signature', 'SealedCredential'],
  ];
  const secrets = Object.fromEntries(names.map((name) => [name, `canary ${name}`]));
  const planted = {
    ...secrets,
    ...{ hidden: { ...secrets, list: [secrets, { deeper: secrets }] }, bytes: Buffer.from('canary bytes') },
    visible: 'seen in the export',
  };
  const jobId = await ask({ cookie });
  for (const item of [...stored, ...more]) {
    const Item = { accountId, ...item, ...planted };
    await api.table.client.send(new PutCommand({ TableName: api.table.name, Item }));
  }
  await putRecords(
    api.records,
    recordCategories.map((category) => ({
      companyId,
      category,
      record: { recordId: 'canary', at: api.now().toISOString(), data: planted },
    })),
  );
  await packExport(deps, { accountId, jobId });
  const [object] = archived(accountId);
  const { body = Buffer.alloc(0) } = (await s3.get(bucket, object!.key)) ?? {};
  const files = [...(await readZip(body))].map(([name, content]) => [name, String(content)] as const);
  const withSecrets = files.filter(([, text]) =>
    text.replaceAll('"recordId":"canary"', '').includes('canary'),
  );
  expect(withSecrets.map(([name]) => name)).toEqual([]);
  // They were planted in what is exported: sessions, log lines, settings, records of every category.
  const seen = files.filter(([, text]) => text.includes('seen in the export')).map(([name]) => name);
  expect(seen).toEqual(
    expect.arrayContaining([
      ...['account/session.json', 'account/passkey.json', 'account/email-change.json', 'security-log.json'],
      ...recordCategories.map((category) => `companies/${companyId}/records/${category}.json`),
    ]),
  );
});

describe('a finished export', () => {
  test('can be downloaded for a day, then says that it has expired', async () => {
    const person = await api.person();
    const { jobId } = await exported(person);
    api.advance(25 * hours);
    const cookie = await api.stepUp((await api.signIn(person.email)) ?? '');
    expect((await download(cookie, jobId)).body.reason).toBe('export-expired');
    expect((await newest({ cookie })).status).toBe('completed');
    expect(await ask({ cookie })).not.toBe(jobId);
    api.advance(60 * days);
  });

  test('whose job nobody knows any more is not found', async () => {
    const person = await api.person();
    expect((await download(await api.stepUp(person.cookie), newId())).body.reason).toBe('not-found');
  });
});

test('an account that waits for its deletion can take its data along', async () => {
  const person = await api.person();
  const cookie = await api.stepUp(person.cookie);
  await api.table.client.send(
    new UpdateCommand({
      TableName: api.table.name,
      Key: accountKey(person.accountId),
      UpdateExpression: 'SET #state = :pending',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':pending': 'deletion-pending' },
    }),
  );
  const jobId = await ask({ cookie });
  await pack(person, jobId);
  expect((await api.request('GET /api/jobs/{id}', { cookie, params: { id: jobId } })).status).toBe(200);
  expect((await download(cookie, jobId)).status).toBe(200);
});

describe('packing', () => {
  test('killed before or after any write is done by the next delivery, once', async () => {
    const person = await api.person();
    let jobId = '';
    const points = await killAtEveryWrite(
      kill,
      async () => {
        jobId = await ask(person);
        return () => packExport(deps, { accountId: person.accountId, jobId });
      },
      async (point) => {
        await pack(person, jobId);
        await pack(person, jobId);
        const view = await newest(person);
        expect([point, view.id, view.status]).toEqual([point, jobId, 'completed']);
        const done = (await api.events()).filter(
          ({ type, data }) => type === 'latchkey.export.completed' && data['jobId'] === jobId,
        );
        expect([point, done.length]).toEqual([point, 1]);
        expect(readdirSync(deps.folder)).toEqual([]);
        api.advance(1 * days);
        person.cookie = (await api.signIn(person.email)) ?? '';
      },
    );
    expect(points).toBeGreaterThanOrEqual(4);
  });

  test.each(troubles)(
    'with every call to the table or S3 %s once is done by a later delivery, once',
    async (trouble) => {
      const doors = gate();
      const memory = memoryS3(doors, bucket);
      const person = await api.person();
      const jobId = await ask(person);
      const troubled: PackDeps = {
        ...deps,
        table: gatedTable(api.table, 'table', doors),
        archives: archiveStore(new S3Client(memory.settings), bucket),
      };
      const deliver = () =>
        currentStep.run({ path: 'pack', calls: 0 }, () =>
          packExport(troubled, { accountId: person.accountId, jobId }).then(
            () => true,
            () => false,
          ),
        );
      const met = doors.disturb(trouble);
      while (!(await deliver()));
      doors.open();
      await deliver();
      expect((await newest(person)).status).toBe('completed');
      const done = (await api.events()).filter(
        ({ type, data }) => type === 'latchkey.export.completed' && data['jobId'] === jobId,
      );
      expect(done).toHaveLength(1);
      expect(memory.dump().map(({ key }) => key)).toEqual([`exports/${person.accountId}/${jobId}.zip`]);
      expect(readdirSync(deps.folder)).toEqual([]);
      expect(met()).toBeGreaterThan(trouble === 'in part' ? 1 : 8);
    },
  );

  describe('while records, sounds and the photo are read', () => {
    const doors = gate();
    const memory = memoryS3(doors, bucket, 'recordings', 'avatars');
    const partitions = memoryPartitions();
    let person: { accountId: string; companyIds: readonly string[] };
    let undisturbed: Map<string, unknown>;
    let calls: Readonly<Record<string, number>>;

    let troubled: PackDeps;
    const services = ['table', 'records', 's3'] as const;

    /** A new export of the person's, to be delivered; then what its archive holds of companies and the photo. */
    async function begin() {
      const jobId = newId();
      const { accountId } = person;
      const begun = { id: jobId, kind: 'export', requestedBy: accountId, now: api.now() } as const;
      await commit(api.table, [beginJob(api.table.name, { accountId }, begun)]);
      const read = (name: string, text: string): unknown =>
        name.endsWith('.json') ? JSON.parse(text) : text;
      return {
        deliver: () =>
          currentStep.run({ path: 'pack', calls: 0 }, () =>
            packExport(troubled, { accountId, jobId }).then(
              () => true,
              () => false,
            ),
          ),
        files: async () => {
          const archive = memory.get(bucket, `exports/${accountId}/${jobId}.zip`) ?? Buffer.alloc(0);
          const files = [...(await readZip(archive))].filter(([name]) => /^(?:companies|photo)/.test(name));
          return new Map(files.map(([name, content]) => [name, read(name, String(content))]));
        },
      };
    }

    beforeAll(async () => {
      const { accountId, cookie } = await api.person();
      const second = await api.request('POST /api/companies', { cookie, body: { name: 'Second' } });
      person = { accountId, companyIds: [cookie.split('.')[1] ?? '', String(second.body.id)] };
      await api.table.client.send(
        new UpdateCommand({
          TableName: api.table.name,
          Key: accountKey(accountId),
          UpdateExpression: 'SET avatarUrl = :photo',
          ExpressionAttributeValues: { ':photo': '/avatars/a.png' },
        }),
      );
      const placed = person.companyIds.flatMap((companyId) =>
        recordCategories.flatMap((category) =>
          ['a', 'b'].map((recordId) => ({
            companyId,
            category,
            record: { recordId, at: '2026-11-26T09:00:00.000Z', data: { category } },
          })),
        ),
      );
      await putRecords({ ...api.records, records: memoryTable(partitions) }, placed);
      await memory.put('avatars', 'avatars/a.png', 'a photo');
      for (const companyId of person.companyIds)
        for (const id of ['a', 'b'])
          await memory.put('recordings', `recordings/${companyId}/${id}`, `${id}!`);
      troubled = {
        ...deps,
        table: gatedTable(api.table, 'table', doors),
        records: gatedTable(memoryTable(partitions), 'records', doors),
        recordings: recordingObjects(memory.settings, 'recordings'),
        archives: archiveStore(new S3Client(memory.settings), bucket),
        readPhoto: photoReader(new S3Client(memory.settings), 'avatars'),
      };
      const counted: [string, number][] = [];
      for (const service of services) {
        const met = doors.disturb('failed', { services: [service], call: Infinity });
        const undisturbedOne = await begin();
        expect(await undisturbedOne.deliver()).toBe(true);
        counted.push([service, met()]);
        undisturbed = await undisturbedOne.files();
      }
      doors.open();
      calls = Object.fromEntries(counted);
    });

    test('everything is in it: records and sounds of both companies, and the photo', () => {
      expect(undisturbed.get('photo.png')).toBe('a photo');
      for (const companyId of person.companyIds) {
        const below = `companies/${companyId}`;
        expect(undisturbed.get(`${below}/recordings/b.bin`)).toBe('b!');
        for (const category of recordCategories)
          expect(undisturbed.get(`${below}/records/${category}.json`)).toHaveLength(2);
      }
    });

    /**
     * Of the table each call, of S3 all but the last, which stores the archive (above), of the records, whose calls are
     * all alike, the first, one in the middle and the last.
     */
    const sites = () => {
      const all = (service: (typeof services)[number]) =>
        Array.from({ length: calls[service] ?? 0 }, (_, index) => ({ service, call: index + 1 }));
      const ofRecords = all('records');
      const some = [0, Math.floor(ofRecords.length / 2), ofRecords.length - 1].flatMap(
        (at) => ofRecords[at] ?? [],
      );
      return [...all('table'), ...all('s3').slice(0, -1), ...some];
    };

    test.each(troubles)('a call that is %s leaves nothing out of the archive', async (trouble) => {
      let one = await begin();
      for (const { service, call } of sites()) {
        doors.disturb(trouble, { services: [service], call });
        if (!(await one.deliver())) continue;
        // It could do with the trouble: then nothing may be missing.
        expect([service, call, await one.files()]).toEqual([service, call, undisturbed]);
        one = await begin();
      }
      doors.open();
      expect([await one.deliver(), await one.files()]).toEqual([true, undisturbed]);
      expect(sites().length).toBeGreaterThan(12);
    });
  });

  test('leaves nothing behind of an account that was erased meanwhile', async () => {
    const person = await api.person();
    const jobId = await ask(person);
    const gone: PackDeps = {
      ...deps,
      archives: {
        ...deps.archives,
        put: async (...given) => {
          const size = await deps.archives.put(...given);
          const below = (await api.items()).filter(({ pk }) => pk === accountKey(person.accountId).pk);
          for (const { pk, sk } of below) await api.remove({ pk, sk });
          return size;
        },
      },
    };
    await packExport(gone, { accountId: person.accountId, jobId });
    expect(archived(person.accountId)).toEqual([]);
    // Killed right after the archive was stored: whoever is called again finds no account, and takes it away.
    await deps.archives.put(`exports/${person.accountId}/${jobId}.zip`, import.meta.filename, 'data.zip');
    expect(archived(person.accountId)).toHaveLength(1);
    await pack(person, jobId);
    expect(archived(person.accountId)).toEqual([]);
  });

  test('that fails is answered as failed, alone; what can’t be read, too', async () => {
    const [good, bad] = [await api.person(), await api.person()];
    const jobs = [await ask(good), await ask(bad)];
    const messages = [
      ...(await api.events())
        .filter(
          ({ type, data }) => type === 'latchkey.export.requested' && jobs.includes(String(data['jobId'])),
        )
        .map((detail) => ({
          messageId: detail.accountId,
          body: JSON.stringify({ source: 'latchkey', detail }),
        })),
      { messageId: 'nonsense', body: '{}' },
    ];
    const failing: PackDeps = {
      ...deps,
      archives: {
        ...deps.archives,
        put: (key, ...more) =>
          key.includes(bad.accountId) ? Promise.reject(new Error('down')) : deps.archives.put(key, ...more),
      },
    };
    const answer = await handleBatch(failing, { Records: messages as never });
    expect(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual([
      bad.accountId,
      'nonsense',
    ]);
    expect((await newest(good)).status).toBe('completed');
    expect((await newest(bad)).status).toBe('running');
    await endOverdueExport(api.deps, { reference: jobs[1]!, accountId: bad.accountId });
    await endOverdueExport(api.deps, { reference: jobs[0]!, accountId: good.accountId });
    expect((await newest(bad)).status).toBe('failed');
    expect((await newest(good)).status).toBe('completed');
    expect((await download(await api.stepUp(bad.cookie), jobs[1]!)).status).toBe(404);
    expect(await ask(bad)).not.toBe(jobs[1]);
  });
});

test('is asked for ten times a day at most, and says when again', async () => {
  const person = await api.person();
  for (let round = 0; round < 10; round += 1) await pack(person, await ask(person));
  const { status, headers } = await api.request('POST /api/user/export', { cookie: person.cookie });
  expect(status).toBe(429);
  expect(Number(headers['retry-after'])).toBeGreaterThan(0);
});
