import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { minutes } from '#functions/shared/clock.ts';
import { integrationKey, membershipKey } from '#functions/shared/table.ts';
import { startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import { type Provider, providers } from './provider-contract.ts';

/** What is answered by the providers' hosts, and what was sent to them. */
const network = { status: 200 as number | null, addresses: ['8.8.8.8'] as string[] | null };
const sent: { url: string; authorization: string }[] = [];

let api: TestApi;
let live: TestApi;
beforeAll(async () => {
  [api, live] = await Promise.all([
    startTestApi(),
    startTestApi({
      outside: {
        statusOf: (url, authorization) => {
          sent.push({ url, authorization });
          return Promise.resolve(network.status);
        },
        addressesOf: () => Promise.resolve(network.addresses),
      },
    }),
  ]);
});
beforeEach(() => {
  Object.assign(network, { status: 200, addresses: ['8.8.8.8'] });
  sent.length = 0;
});

const accountSid = `AC${'0123456789abcdef'.repeat(2)}`;
const credentials = {
  twilio: { accountSid, authToken: 'fedcba9876543210'.repeat(2) },
  telnyx: { apiKey: 'KEY0123456789ABCDEF0123_abcdefghijklmnopqrstuv' },
  plivo: { authId: 'MAABCDEFGHIJKLMNOPQR', authToken: 'q1w2e3r4t5'.repeat(4) },
  byoc: {
    host: 'sip.carrier.example',
    port: 5061,
    transport: 'tls',
    sipUsername: 'analytical-engines',
    sipPassword: 'loom & punched cards'.replaceAll(' ', '_'),
  },
} satisfies Record<Provider, object>;

/** Everything in `credentials` that nobody may read again. */
const secrets = [
  credentials.twilio.authToken,
  credentials.telnyx.apiKey,
  credentials.plivo.authToken,
  credentials.byoc.sipPassword,
];

let addresses = 0;

/** The owner of a company of their own, freshly proven, at an address of their own. */
async function admin(on = api) {
  addresses += 1;
  const ip = `198.18.1.${addresses}`;
  const { accountId, cookie: first } = await on.person();
  const cookie = await on.stepUp(first);
  const companyId = cookie.split('.')[1]!;
  const connect = (provider: Provider, more: Record<string, unknown> = {}, ifMatch?: string) =>
    on.request(`PUT /api/company/integrations/${provider}`, {
      cookie,
      ip,
      body: { ...credentials[provider], ...more },
      headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
    });
  const disconnect = (provider: string, ifMatch?: string) =>
    on.request('DELETE /api/company/integrations/{provider}', {
      cookie,
      ip,
      params: { provider },
      headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
    });
  const check = (provider: string) =>
    on.request('POST /api/company/integrations/{provider}/test', { cookie, ip, params: { provider } });
  const list = async () => (await on.request('GET /api/company/integrations', { cookie })).body;
  const view = async (provider: Provider) =>
    (await list()).integrations.find((each: { provider: string }) => each.provider === provider);
  return { accountId, companyId, cookie, connect, disconnect, check, list, view };
}

const stored = async (companyId: string, provider: Provider, on = api) =>
  (
    await on.table.client.send(
      new GetCommand({ TableName: on.table.name, Key: integrationKey(companyId, provider) }),
    )
  ).Item;

const eventsOf = async (companyId: string, on = api) =>
  (await on.events())
    .filter((event) => event.companyId === companyId && event.type.startsWith('latchkey.integration.'))
    .map(({ type, data }) => [type.replace('latchkey.integration.', ''), data] as const);

describe('connecting', () => {
  test.each(providers)('%s shows settings, the end of ids, and no secret', async (provider) => {
    const { connect, list, view, companyId, accountId } = await admin();
    expect((await list()).integrations.map((each: any) => [each.provider, each.connected])).toEqual(
      providers.map((name) => [name, false]),
    );
    const { status, body, headers } = await connect(provider);
    expect([status, body.connected, headers['etag']]).toEqual([200, true, `"${body.version}"`]);
    const fields = {
      twilio: { accountSid: '••••cdef', authToken: null },
      telnyx: { apiKey: null },
      plivo: { authId: '••••OPQR', authToken: null },
      byoc: {
        host: 'sip.carrier.example',
        port: '5061',
        transport: 'tls',
        sipUsername: '••••ines',
        sipPassword: null,
      },
    };
    expect(body.fields).toEqual(fields[provider]);
    expect(JSON.stringify(await view(provider))).toBe(JSON.stringify(body));
    expect(Object.keys(body.fields)).toEqual(Object.keys(fields[provider]));
    expect(await eventsOf(companyId)).toEqual([['connected', { provider }]]);
    expect(await api.lastEvent('latchkey.integration.connected')).toMatchObject({
      accountId,
      companyId,
      actor: { kind: 'account', accountId },
    });
  });

  test('an id that is short shows nothing of itself', async () => {
    const { connect } = await admin();
    const { body } = await connect('byoc', { sipUsername: 'bob' });
    expect(body.fields.sipUsername).toBe('••••');
  });

  test('takes what was pasted with space around it, and hosts in any case', async () => {
    const { connect } = await admin();
    const { status, body } = await connect('twilio', {
      authToken: ` ${credentials.twilio.authToken}\n`,
      sipDomain: 'Acme.PSTN.dublin.twilio.com ',
      phoneNumber: '+442079460018',
    });
    expect([status, body.fields.sipDomain, body.fields.phoneNumber]).toEqual([
      200,
      'acme.pstn.dublin.twilio.com',
      '••••0018',
    ]);
  });

  const wrong: [Provider, Record<string, unknown>, string, string][] = [
    ['twilio', { accountSid: 'SK0123456789abcdef0123456789abcdef' }, 'accountSid', 'invalid-value'],
    ['twilio', { accountSid: `${accountSid}/../../x` }, 'accountSid', 'invalid-value'],
    ['twilio', { authToken: 'z'.repeat(32) }, 'authToken', 'invalid-value'],
    ['twilio', { authToken: '' }, 'authToken', 'required'],
    ['twilio', { authToken: ['a'.repeat(32)] }, 'authToken', 'wrong-type'],
    ['twilio', { sipDomain: 'acme.pstn.twilio.com.evil.example' }, 'sipDomain', 'invalid-value'],
    ['twilio', { sipUsername: 'ada' }, 'sipPassword', 'required'],
    ['twilio', { sipPassword: 'secret' }, 'sipUsername', 'required'],
    ['twilio', { phoneNumber: '020 7946 0018' }, 'phoneNumber', 'invalid-value'],
    ['telnyx', { apiKey: 'KEY' }, 'apiKey', 'invalid-value'],
    ['telnyx', { apiKey: `KEY${'x'.repeat(20)}\r\nHost: evil.example` }, 'apiKey', 'invalid-value'],
    ['telnyx', { apiKey: 'x'.repeat(300) }, 'apiKey', 'too-long'],
    ['plivo', { authId: 'ma0123456789abcdefgh' }, 'authId', 'invalid-value'],
    ['plivo', { authToken: 'short' }, 'authToken', 'invalid-value'],
    ['byoc', { host: 'localhost' }, 'host', 'invalid-value'],
    ['byoc', { host: 'http://sip.example.com' }, 'host', 'invalid-value'],
    ['byoc', { host: 'sip.example.com:5060' }, 'host', 'invalid-value'],
    ['byoc', { host: '169.254.169.254' }, 'host', 'invalid-value'],
    ['byoc', { host: '10.0.0.1' }, 'host', 'invalid-value'],
    ['byoc', { host: '127.1' }, 'host', 'invalid-value'],
    ['byoc', { host: '0177.0.0.1' }, 'host', 'invalid-value'],
    ['byoc', { host: '2130706433' }, 'host', 'invalid-value'],
    ['byoc', { host: '[::1]' }, 'host', 'invalid-value'],
    ['byoc', { port: 0 }, 'port', 'invalid-value'],
    ['byoc', { port: 65_536 }, 'port', 'invalid-value'],
    ['byoc', { port: 5060.5 }, 'port', 'invalid-value'],
    ['byoc', { port: '' }, 'port', 'invalid-value'],
    ['byoc', { transport: 'ws' }, 'transport', 'invalid-choice'],
    ['byoc', { sipPassword: 'zero\u0000byte' }, 'sipPassword', 'invalid-value'],
  ];
  test('names the field that is wrong and stores nothing', async () => {
    const { connect, companyId } = await admin();
    for (const [provider, more, path, reason] of wrong) {
      const { status, body } = await connect(provider, more);
      expect([more, status, body.errors]).toEqual([more, 400, [{ path, reason }]]);
    }
    for (const provider of providers) expect(await stored(companyId, provider)).toBeUndefined();
    expect(await eventsOf(companyId)).toEqual([]);
  });

  test('a provider that there is not is refused', async () => {
    const { disconnect, check } = await admin();
    for (const provider of ['vonage', '__proto__', 'TWILIO', 'twilio ']) {
      for (const answer of [await disconnect(provider), await check(provider)]) {
        expect([answer.status, answer.body.errors]).toEqual([
          400,
          [{ path: 'provider', reason: 'invalid-choice' }],
        ]);
      }
    }
  });

  test('the longest of everything fits into what KMS encrypts at once', async () => {
    const { connect, check } = await admin();
    const long = {
      sipUsername: 'u'.repeat(128),
      sipPassword: 'p'.repeat(128),
      phoneNumber: '+123456789012345',
    };
    expect((await connect('telnyx', { apiKey: `KEY${'k'.repeat(200)}`, ...long })).status).toBe(200);
    expect(
      (await connect('byoc', { host: `${'a'.repeat(60)}.${'b'.repeat(60)}.example`, ...long })).status,
    ).toBe(200);
    expect((await check('telnyx')).body.lastTest.reason).toBe('format-only');
  });
});

describe('two admins', () => {
  test('rotating replaces the credentials as a whole; nothing of the old ones is kept', async () => {
    const { connect, companyId } = await admin();
    const first = (await connect('byoc')).body;
    const before = await stored(companyId, 'byoc');
    api.advance(minutes);
    const { body } = await connect('byoc', { sipUsername: null, sipPassword: null }, `"${first.version}"`);
    expect(body).toMatchObject({
      fields: { host: 'sip.carrier.example', port: '5061', transport: 'tls' },
      connectedAt: first.connectedAt,
      lastTest: null,
    });
    expect(body.version).not.toBe(first.version);
    expect(Date.parse(body.rotatedAt) - Date.parse(body.connectedAt)).toBeGreaterThanOrEqual(minutes);
    expect(JSON.stringify(await api.items())).not.toContain(before!['sealed']);
    expect((await eventsOf(companyId)).map(([type]) => type)).toEqual(['connected', 'rotated']);
  });

  test('who read an older version is told what stands now, and changes nothing', async () => {
    const { connect, disconnect, view } = await admin();
    const first = (await connect('twilio', {}, '"none"')).body;
    const second = (await connect('twilio', {}, `"${first.version}"`)).body;
    for (const answer of [
      await connect('twilio', {}, `"${first.version}"`),
      await connect('twilio', {}, '"none"'),
      await disconnect('twilio', `"${first.version}"`),
    ]) {
      expect([answer.status, answer.body.reason, answer.body.current]).toEqual([
        412,
        'changed-elsewhere',
        second,
      ]);
    }
    expect((await view('twilio')).version).toBe(second.version);
    expect((await disconnect('twilio', `"${second.version}"`)).status).toBe(204);
    // Connected anew it is another one: the versions of before open nothing.
    const third = (await connect('twilio')).body;
    expect((await disconnect('twilio', `"${first.version}"`)).status).toBe(412);
    expect(third.rotatedAt).toBeNull();
  });

  test('of ten who rotate the same version at once, one does', async () => {
    const { connect, companyId } = await admin();
    const { version } = (await connect('plivo')).body;
    const answers = await Promise.all(Array.from({ length: 10 }, () => connect('plivo', {}, `"${version}"`)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array<number>(9).fill(412)]);
    expect((await eventsOf(companyId)).map(([type]) => type)).toEqual(['connected', 'rotated']);
  });

  test('without If-Match all are written, one after the other, each with its event', async () => {
    const { connect, disconnect, companyId } = await admin();
    const answers = await Promise.all([1, 2, 3].map(() => connect('telnyx')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await eventsOf(companyId)).map(([type]) => type)).toEqual(['connected', 'rotated', 'rotated']);
    const gone = await Promise.all([1, 2, 3].map(() => disconnect('telnyx')));
    expect(gone.map(({ status }) => status).toSorted()).toEqual([204, 404, 404]);
    expect(await stored(companyId, 'telnyx')).toBeUndefined();
  });

  test('whoever is removed or demoted while acting leaves nothing behind', async () => {
    const { vault } = api.deps;
    const seal = vault.seal.bind(vault);
    const lose = {
      removed: (Key: Record<string, unknown>) => new DeleteCommand({ TableName: api.table.name, Key }),
      demoted: (Key: Record<string, unknown>) =>
        new UpdateCommand({
          TableName: api.table.name,
          Key,
          UpdateExpression: 'SET #role = :member',
          ExpressionAttributeNames: { '#role': 'role' },
          ExpressionAttributeValues: { ':member': 'member' },
        }),
    };
    for (const how of ['removed', 'demoted'] as const) {
      const { connect, companyId, accountId } = await admin();
      // Between the authentication and the write.
      Object.assign(vault, {
        seal: async (...given: Parameters<typeof seal>) => {
          await api.table.client.send(lose[how]({ ...membershipKey(companyId, accountId) }) as DeleteCommand);
          return seal(...given);
        },
      });
      const answer = await connect('twilio');
      Object.assign(vault, { seal });
      expect([how, answer.status, answer.body.reason]).toEqual([how, 403, 'forbidden']);
      expect(await stored(companyId, 'twilio')).toBeUndefined();
      expect(await eventsOf(companyId)).toEqual([]);
    }
  });
});

describe('who may', () => {
  test('members neither read nor change nor test anything (ASVS 8.2.2)', async () => {
    const { connect, disconnect, check, cookie, companyId, accountId } = await admin();
    await connect('twilio');
    const before = await stored(companyId, 'twilio');
    await api.table.client.send(
      new UpdateCommand({
        TableName: api.table.name,
        Key: membershipKey(companyId, accountId),
        UpdateExpression: 'SET #role = :member',
        ExpressionAttributeNames: { '#role': 'role' },
        ExpressionAttributeValues: { ':member': 'member' },
      }),
    );
    for (const answer of [
      await api.request('GET /api/company/integrations', { cookie }),
      await connect('twilio'),
      await connect('byoc'),
      await disconnect('twilio'),
      await check('twilio'),
    ]) {
      expect([answer.status, answer.body.reason]).toEqual([403, 'forbidden']);
    }
    expect(await stored(companyId, 'twilio')).toEqual(before);
  });

  test('changes want a proof of the last ten minutes (ASVS 7.5.1)', async () => {
    const { connect, disconnect, check, list } = await admin();
    await connect('twilio');
    api.advance(10 * minutes);
    for (const answer of [await connect('twilio'), await disconnect('twilio')]) {
      expect([answer.status, answer.body.reason]).toEqual([403, 'step-up-required']);
    }
    expect((await check('twilio')).status).toBe(200);
    expect((await list()).integrations[0].connected).toBe(true);
  });

  test("another company's are not there: not listed, not tested, not deleted (ASVS 8.2.2)", async () => {
    const [ada, eve] = [await admin(), await admin()];
    await ada.connect('twilio');
    expect((await eve.list()).integrations.every((each: any) => !each.connected)).toBe(true);
    expect([(await eve.check('twilio')).status, (await eve.disconnect('twilio')).status]).toEqual([404, 404]);
    await eve.connect('twilio', { accountSid: `AC${'e'.repeat(32)}` });
    expect((await ada.view('twilio')).fields.accountSid).toBe('••••cdef');
    expect((await eventsOf(ada.companyId)).map(([type]) => type)).toEqual(['connected']);
  });
});

describe('a secret', () => {
  test('stands nowhere in clear: no answer, log line, event or item (ASVS 14.2.1, 16.2.5)', async () => {
    const { connect, disconnect, check, list } = await admin(live);
    const answers: unknown[] = [];
    for (const provider of providers) {
      answers.push(await connect(provider), await check(provider), await connect(provider));
      answers.push(await connect(provider, { phoneNumber: 'not a number' }));
      answers.push(await connect(provider, {}, '"older"'));
    }
    answers.push(await list());
    live.kms.fault('down');
    for (const provider of providers) answers.push(await connect(provider), await check(provider));
    live.kms.fault('up');
    network.status = null;
    for (const provider of providers) answers.push(await check(provider));
    answers.push(await disconnect('twilio'));
    const everything = JSON.stringify([answers, await live.items(), await live.events(), live.logged]);
    for (const secret of secrets) {
      for (const form of [
        secret,
        Buffer.from(secret).toString('base64').slice(0, -4),
        Buffer.from(`${accountSid}:${secret}`).toString('base64').slice(0, -4),
        Buffer.from(secret).toString('hex'),
        encodeURIComponent(secret),
      ]) {
        expect([form.length > 10, everything.includes(form)]).toEqual([true, false]);
      }
    }
    expect(everything).not.toContain(accountSid);
  });

  test('moved to another company, provider or version of its item opens nothing', async () => {
    const [ada, eve] = [await admin(live), await admin(live)];
    await ada.connect('twilio');
    await eve.connect('twilio', { accountSid: `AC${'e'.repeat(32)}` });
    const adas = await stored(ada.companyId, 'twilio', live);
    const eves = await stored(eve.companyId, 'twilio', live);
    const put = (Item: object) =>
      live.table.client.send(new PutCommand({ TableName: live.table.name, Item: Item as never }));

    await put({ ...eves, sealed: adas!['sealed'] });
    expect((await eve.check('twilio')).body.lastTest).toMatchObject({ ok: false, reason: 'unreadable' });
    await put({
      ...adas,
      ...integrationKey(eve.companyId, 'plivo'),
      companyId: eve.companyId,
      provider: 'plivo',
    });
    expect((await eve.check('plivo')).body.lastTest).toMatchObject({ ok: false, reason: 'unreadable' });
    // An item copied whole still belongs to the company that its key and the session say.
    await put({ ...adas, ...integrationKey(eve.companyId, 'twilio') });
    expect((await eve.check('twilio')).body.lastTest).toMatchObject({ ok: false, reason: 'unreadable' });
    expect(sent).toEqual([]);
  });

  test('altered by a single character opens nothing', async () => {
    const { connect, check, companyId } = await admin(live);
    await connect('telnyx');
    const item = await stored(companyId, 'telnyx', live);
    const sealed = Buffer.from(String(item!['sealed']), 'base64');
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = Buffer.from(sealed);
        changed[at]! ^= by;
        expect(
          await live.deps.vault.open(changed.toString('base64'), { companyId, provider: 'telnyx' }),
        ).toBeNull();
      }),
      { numRuns: 40 },
    );
    await live.table.client.send(
      new PutCommand({ TableName: live.table.name, Item: { ...item, sealed: 'bm90IGEgY2lwaGVydGV4dA==' } }),
    );
    expect((await check('telnyx')).body.lastTest.reason).toBe('unreadable');
    expect(sent).toEqual([]);
  });
});

describe('testing', () => {
  test('where the stage allows no calls it says that only the form was looked at', async () => {
    const { connect, check, list, view, companyId } = await admin();
    await connect('twilio');
    const { status, body } = await check('twilio');
    expect([status, body.lastTest.ok, body.lastTest.reason]).toEqual([200, true, 'format-only']);
    expect(await view('twilio')).toEqual(body);
    expect((await list()).tests).toBe('format');
    expect((await eventsOf(companyId)).at(-1)).toEqual([
      'tested',
      { provider: 'twilio', ok: true, reason: 'format-only' },
    ]);
    expect((await check('plivo')).body.reason).toBe('not-found');
  });

  test('calls the provider at its own host, with the credentials and nothing else', async () => {
    const { connect, check, list } = await admin(live);
    expect((await list()).tests).toBe('live');
    for (const provider of ['twilio', 'telnyx', 'plivo'] as const) {
      await connect(provider);
      expect((await check(provider)).body.lastTest).toMatchObject({ ok: true, reason: 'accepted' });
    }
    const basic = (user: string, password: string) =>
      `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    expect(sent).toEqual([
      {
        url: `https://api.twilio.com/2010-04-01/Accounts/${accountSid}.json`,
        authorization: basic(accountSid, credentials.twilio.authToken),
      },
      { url: 'https://api.telnyx.com/v2/balance', authorization: `Bearer ${credentials.telnyx.apiKey}` },
      {
        url: `https://api.plivo.com/v1/Account/${credentials.plivo.authId}/`,
        authorization: basic(credentials.plivo.authId, credentials.plivo.authToken),
      },
    ]);
  });

  test.each([
    [401, 'refused'],
    [403, 'refused'],
    [404, 'refused'],
    [429, 'provider-unavailable'],
    [500, 'provider-unavailable'],
    [null, 'provider-unavailable'],
  ])('a provider that answers %s: %s', async (status, reason) => {
    const { connect, check, view } = await admin(live);
    await connect('twilio');
    network.status = status;
    expect((await check('twilio')).body.lastTest).toMatchObject({ ok: false, reason });
    expect((await view('twilio')).lastTest).toMatchObject({ ok: false, reason });
  });

  test.each([
    [['8.8.8.8', '2001:4860:4860::8888'], 'host-found'],
    [[], 'host-unknown'],
    [null, 'provider-unavailable'],
    [['8.8.8.8', '10.0.0.1'], 'host-not-public'],
    [['::1'], 'host-not-public'],
    [['::ffff:169.254.169.254'], 'host-not-public'],
  ])("looks up a carrier's host and calls nobody: %j is %s", async (addresses, reason) => {
    const { connect, check } = await admin(live);
    await connect('byoc');
    network.addresses = addresses;
    const { body } = await check('byoc');
    expect(body.lastTest).toMatchObject({ ok: reason === 'host-found', reason });
    expect(sent).toEqual([]);
  });

  test('a carrier by its address needs no looking up', async () => {
    const { connect, check } = await admin(live);
    await connect('byoc', { host: '8.8.4.4' });
    network.addresses = null;
    expect((await check('byoc')).body.lastTest.reason).toBe('host-found');
  });

  test('what was found of credentials that are replaced meanwhile is not kept', async () => {
    const { connect, check, view, disconnect } = await admin(live);
    await connect('twilio');
    const { outside } = live.deps;
    const statusOf = outside!.statusOf.bind(outside);
    const meanwhile = async (change: () => Promise<unknown>) => {
      Object.assign(outside!, { statusOf: () => change().then(() => 200) });
      const answer = await check('twilio');
      Object.assign(outside!, { statusOf });
      return answer;
    };
    const rotated = await meanwhile(() => connect('twilio'));
    expect([rotated.status, rotated.body.current.lastTest]).toEqual([412, null]);
    expect((await view('twilio')).lastTest).toBeNull();
    expect((await meanwhile(() => disconnect('twilio'))).status).toBe(404);
    expect((await view('twilio')).connected).toBe(false);
  });

  test('is bounded: thirty times in ten minutes from one address', async () => {
    const { connect, check } = await admin();
    await connect('twilio');
    const statuses = [];
    for (let tries = 0; tries < 31; tries += 1) statuses.push((await check('twilio')).status);
    expect(statuses.lastIndexOf(200)).toBeLessThan(30);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('KMS that does not answer', () => {
  test.each(['down', 'hang'] as const)(
    '%s: refused, not waited for for ever, nothing stored; a retry succeeds',
    async (mode) => {
      const { connect, check, list, companyId } = await admin();
      await connect('plivo');
      const before = [await stored(companyId, 'plivo'), await eventsOf(companyId)];
      api.kms.fault(mode);
      const answers = await Promise.all([connect('twilio'), connect('plivo'), check('plivo')]);
      for (const { status, body, headers } of answers) {
        expect([status, body.reason, headers['retry-after']]).toEqual([503, 'dependency-unavailable', '5']);
      }
      // What is shown needs no KMS.
      expect((await list()).integrations[2].connected).toBe(true);
      api.kms.fault('up');
      expect(await stored(companyId, 'twilio')).toBeUndefined();
      expect([await stored(companyId, 'plivo'), await eventsOf(companyId)]).toEqual(before);
      expect((await connect('twilio')).status).toBe(200);
    },
  );
});

test('costs: a list is two round trips, a connection three (DESIGN section 6)', async () => {
  const { connect, list } = await admin();
  await connect('twilio');
  api.counter.take();
  await list();
  expect(api.counter.take().calls).toEqual(['BatchGetItem', 'Query']);
  await connect('plivo');
  const { calls } = api.counter.take();
  expect(calls.filter((call) => call !== 'UpdateItem')).toEqual([
    'BatchGetItem',
    'GetItem',
    'TransactWriteItems',
  ]);
});
