import { beforeAll, expect, test } from 'vitest';
import { recordEvent } from '#functions/shared/event-item.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { sessionEnded } from '#events/lifecycle/session-ended.ts';
import { days } from '#functions/shared/clock.ts';
import { newId } from '#functions/shared/ids.ts';
import { startTestApi, type TestApi } from '#functions/testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});

const read = async (cookie: string, query: Record<string, string> = {}) =>
  api.request('GET /api/user/security-log', { cookie, query });

type EventActor = Parameters<typeof recordEvent>[2]['actor'];

async function record(accountId: string, actor: EventActor, how: 'ended' | 'signed-out' = 'ended') {
  const origin = {
    ip: '198.51.100.9',
    browser: '=HYPERLINK("x")',
    os: 'Windows',
    device: 'desktop',
  } as const;
  await commit(api.table, [
    recordEvent(api.table.name, sessionEnded, {
      id: newId(),
      now: api.now(),
      accountId,
      actor,
      origin,
      data: { sessionId: 's', how },
    }),
  ]);
}

test('tells what happened, newest first, by whom, with which device and from where', async () => {
  const { cookie } = await api.person();
  await api.request('PUT /api/user/session-timeout', { cookie, body: { minutes: 60 } });
  await api.request('PUT /api/user/profile', {
    cookie,
    body: { name: 'Ada King', company: null, phone: null, timezone: null },
  });
  const { lines, next } = (await read(cookie)).body;
  expect(next).toBeNull();
  expect(lines.map(({ type }: { type: string }) => type)).toEqual([
    'latchkey.session.timeout-changed',
    'latchkey.session.started',
    'latchkey.account.created',
    'latchkey.account.sign-up-requested',
  ]);
  expect(lines[0]).toMatchObject({
    kind: 'sessions',
    by: { kind: 'self' },
    browser: 'Firefox 141',
    os: 'Linux',
    device: 'desktop',
    ip: '203.0.113.7',
    details: { minutes: 60, earlier: 30 },
  });
  expect(lines[1].details).not.toHaveProperty('email');
});

test('shows the operator and the reason of support, and from nobody else’s place', async () => {
  const { cookie, accountId } = await api.person();
  await record(accountId, { kind: 'support', operator: 'grace', reason: 'lost phone' });
  await record(accountId, { kind: 'account', accountId: newId() });
  const { lines } = (await read(cookie, { kind: 'sessions' })).body;
  expect(lines.map(({ by }: { by: unknown }) => by)).toEqual([
    { kind: 'member' },
    { kind: 'support', operator: 'grace', reason: 'lost phone' },
  ]);
  for (const line of lines) expect([line.ip, line.browser]).toEqual([null, null]);
});

test('pages without losing or repeating a line, whatever the filter', async () => {
  const { cookie, accountId } = await api.person();
  const self = { kind: 'account', accountId } as const;
  for (let at = 0; at < 70; at += 1) await record(accountId, self);
  for (const query of [{}, { kind: 'sessions' }] as Record<string, string>[]) {
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await read(cookie, { ...query, ...(cursor === '' ? {} : { cursor }) });
      expect(body.lines.length).toBeLessThanOrEqual(25);
      ids.push(...body.lines.map(({ id }: { id: string }) => id));
      cursor = body.next;
    }
    expect(ids).toHaveLength(70 + ('kind' in query ? 0 : 3));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(ids.toSorted().toReversed());
  }
});

test('finds few lines among many, and those of some days', async () => {
  const { cookie, accountId, email } = await api.person();
  for (let at = 0; at < 70; at += 1) await record(accountId, { kind: 'system' });
  const found = (await read(cookie, { kind: 'sign-in' })).body;
  expect([found.lines.length, found.next]).toEqual([1, null]);

  api.advance(3 * days);
  const later = (await api.signIn(email)) ?? '';
  const today = api.now().toISOString().slice(0, 10);
  expect((await read(later, { from: today, to: today })).body.lines).toHaveLength(1);
  expect(
    (await read(later, { to: new Date(api.now().getTime() - 2 * days).toISOString(), kind: 'sign-in' })).body
      .lines,
  ).toHaveLength(1);
  expect((await read(later, { from: '2031-01-01' })).body.lines).toEqual([]);
});

test('one’s own alone: another account’s cursor or nobody’s opens nothing of theirs', async () => {
  const ada = await api.person();
  const eve = await api.person();
  for (let at = 0; at < 30; at += 1) await record(ada.accountId, { kind: 'system' });
  const { next } = (await read(ada.cookie)).body;
  const { lines } = (await read(eve.cookie, { cursor: next })).body;
  expect(JSON.stringify(lines)).not.toContain(ada.accountId);
  for (const bad of ['x', '!', btoa('ACCOUNT#1'), 'A'.repeat(48), 'A'.repeat(200)])
    expect((await read(ada.cookie, { cursor: bad })).status).toBe(400);
});

test.each([
  ['kind', 'everything'],
  ['from', 'yesterday'],
  ['to', '2026-13-45'],
  ['format', 'xlsx'],
])('names a wrong %s', async (field, value) => {
  const { cookie } = await api.person();
  const { status, body } = await read(cookie, { [field]: value });
  expect([status, body.errors[0].path]).toEqual([400, field]);
});

test('as CSV: all lines, saved as a file, with no cell that a spreadsheet would run', async () => {
  const { cookie, accountId } = await api.person();
  for (let at = 0; at < 30; at += 1) await record(accountId, { kind: 'account', accountId });
  await record(accountId, { kind: 'support', operator: '@evil', reason: '=1+1' });
  const answer = await read(cookie, { format: 'csv', kind: 'sessions' });
  expect(answer.headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="security-log.csv"',
    'cache-control': 'no-store',
  });
  const rows: string[] = answer.body.trimEnd().split('\r\n');
  expect(rows).toHaveLength(32);
  expect(rows[0]).toMatch(/^"at","kind","type","by"/);
  expect(rows[1]).toContain(`"'@evil","'=1+1"`);
  expect(rows[2]).toContain(`"'=HYPERLINK(""x"")"`);
});

test('a page of the log costs two round trips, authentication included', async () => {
  const { cookie, accountId } = await api.person();
  for (let at = 0; at < 60; at += 1) await record(accountId, { kind: 'account', accountId });
  api.counter.take();
  await read(cookie);
  expect(api.counter.take().calls).toEqual(['BatchGetItem', 'Query']);
});
