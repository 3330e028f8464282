import { beforeAll, expect, test } from 'vitest';

import { contracts } from '#functions/handlers/contracts.ts';
import { chainReasons, routeKey } from '#functions/shared/contract.ts';
import { startTestApi, type TestApi } from './test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});

const guarded = contracts
  .filter(({ access }) => access !== 'public')
  .map(
    (contract) => [routeKey(contract), contract.binaryBody?.contentTypes[0] ?? 'application/json'] as const,
  );
const withBody = contracts.filter(({ body }) => body !== undefined);
let client = 0;
const freshIp = () => `198.19.${(client += 1) >> 8}.${client & 255}`;

test.each(guarded)('%s is nobody’s without a session (ASVS 8.2.2, incident 11)', async (route, type) => {
  for (const cookie of [undefined, '', 'a.b.c']) {
    const headers = { 'content-type': type };
    const answer = await api.request(route, { cookie, ip: freshIp(), body: {}, headers });
    expect([answer.status, answer.body.reason]).toEqual([401, 'unauthorized']);
  }
});

test.each(withBody.map((contract) => [routeKey(contract), contract] as const))(
  '%s names what is wrong and answers only as its contract says (ASVS 2.2.2)',
  async (route, contract) => {
    const { cookie } = await api.person();
    const stepped = contract.stepUp === true ? await api.stepUp(cookie) : cookie;
    const documented = new Set([...chainReasons(contract), ...contract.reasons]);
    for (const raw of [
      '',
      '{',
      '[]',
      'null',
      '"text"',
      '{}',
      '{"email":["a@example.test"]}',
      '{"email":{}}',
    ]) {
      const answer = await api.request(route, { cookie: stepped, ip: freshIp(), raw });
      expect(answer.status).toBe(400);
      expect(documented).toContain(answer.body.reason);
      expect(answer.headers['content-type']).toBe('application/problem+json');
    }
  },
);

test('ids in a body never stand in for the session (CVE-2025-61928, ASVS 15.3.3)', async () => {
  const [ada, eve] = [await api.person(), await api.person()];
  const read = async (cookie: string) => (await api.request('GET /api/user/profile', { cookie })).body;
  const before = await read(ada.cookie);
  const ids = {
    userId: ada.accountId,
    accountId: ada.accountId,
    id: ada.accountId,
    role: 'owner',
    version: 99,
  };
  const body = { name: 'Eve Was Here', company: null, phone: null, timezone: 'UTC', ...ids };
  expect((await api.request('PUT /api/user/profile', { cookie: eve.cookie, body })).status).toBe(200);
  await api.request('PUT /api/user/timezone/detected', {
    cookie: eve.cookie,
    body: { timezone: 'UTC', ...ids },
  });
  expect(await read(ada.cookie)).toEqual(before);
  expect((await read(eve.cookie)).name).toBe('Eve Was Here');
});
