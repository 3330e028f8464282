import { beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { notificationTypes } from '#events/notifications/catalogue.ts';
import { minutes } from '#functions/shared/clock.ts';
import { readPreferences } from '#functions/shared/notifications/preferences-item.ts';
import { resolve } from '#functions/shared/notifications/resolve.ts';
import { companyWith } from '#functions/testing/colleagues.ts';
import { startTestApi, type TestApi } from '#functions/testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
// Past the windows in which calls of one address are counted.
beforeEach(() => {
  api.advance(10 * minutes);
});

const read = async (cookie: string) =>
  (await api.request('GET /api/user/notification-preferences', { cookie })).body;
const change = (cookie: string, body: object, ifMatch?: string) =>
  api.request('PATCH /api/user/notification-preferences', {
    cookie,
    body,
    ...(ifMatch === undefined ? {} : { headers: { 'if-match': ifMatch } }),
  });
const toggle = (cookie: string, type: string, channel: string, enabled: boolean | null) =>
  change(cookie, { changes: [{ type, channel, enabled }] });
const rowOf = (document: { types: any[] }, id: string) => document.types.find((row) => row.id === id);
const readCompany = async (cookie: string) =>
  (await api.request('GET /api/company/notification-defaults', { cookie })).body;
const decide = (cookie: string, changes: object[], ifMatch?: string) =>
  api.request('PATCH /api/company/notification-defaults', {
    cookie,
    body: { changes },
    ...(ifMatch === undefined ? {} : { headers: { 'if-match': ifMatch } }),
  });

describe('the preferences', () => {
  test('of somebody who chose nothing are what the catalogue says', async () => {
    const { cookie } = await api.person();
    const document = await read(cookie);
    // The founder of a company is its owner; what no owner is ever told is no row.
    const ofOwners = notificationTypes.filter(({ audience }) => audience.includes('owner'));
    expect(document.types.map(({ id }: { id: string }) => id)).toEqual(ofOwners.map(({ id }) => id));
    expect(rowOf(document, 'missed-call')).toMatchObject({
      category: 'messages',
      title: 'Missed call',
      mandatory: [],
      effective: { 'in-app': true, email: true, push: true, sms: false },
      source: { 'in-app': 'default', email: 'default', push: 'default', sms: 'default' },
      choice: {},
      fallback: { email: true },
      decided: { email: { by: null, at: null } },
    });
    expect(document).toMatchObject({
      channels: [{ id: 'in-app', enabled: true }, { id: 'email' }, { id: 'push' }, { id: 'sms' }],
      quietHours: null,
      digests: { messages: 'at-once' },
      version: 0,
    });
  });

  test('show nobody a row that they can never receive, and no channel that a type does not have', async () => {
    const { colleagues } = await companyWith(api, 'member');
    const document = await read(colleagues[0].cookie);
    const ids = document.types.map(({ id }: { id: string }) => id);
    expect(ids).not.toContain('new-invoice');
    expect(ids).toContain('missed-call');
    expect(rowOf(document, 'case-assigned').effective).not.toHaveProperty('sms');
    expect((await toggle(colleagues[0].cookie, 'new-invoice', 'push', true)).body).toMatchObject({
      errors: [{ path: 'changes.0.type', reason: 'invalid-choice' }],
    });
  });

  test('keep a choice, tell when it was made, and forget it when it is taken back', async () => {
    const { cookie } = await api.person();
    expect((await toggle(cookie, 'missed-call', 'email', false)).status).toBe(204);
    const row = rowOf(await read(cookie), 'missed-call');
    expect(row).toMatchObject({
      effective: { email: false, push: true },
      source: { email: 'user', push: 'default' },
      choice: { email: false },
      fallback: { email: true },
    });
    expect(row.decided.email).toEqual({ by: null, at: expect.stringMatching(/Z$/) });
    await toggle(cookie, 'missed-call', 'email', null);
    expect(rowOf(await read(cookie), 'missed-call')).toMatchObject({
      effective: { email: true },
      source: { email: 'default' },
      choice: {},
    });
  });

  test('store what was chosen and nothing else', async () => {
    const { cookie, accountId } = await api.person();
    await toggle(cookie, 'missed-call', 'email', false);
    const item = (await api.items()).find(
      ({ pk, sk }) => pk === `ACCOUNT#${accountId}` && sk === 'NOTIFICATIONS',
    );
    expect(Object.keys(item ?? {}).toSorted()).toEqual(['override#missed-call#email', 'pk', 'sk', 'version']);
  });

  test('change in one request, two round trips and ten write units at most, with their record', async () => {
    const { cookie, accountId } = await api.person();
    await toggle(cookie, 'missed-call', 'email', false);
    api.counter.take();
    await toggle(cookie, 'missed-call', 'email', true);
    const { calls, writeUnits } = api.counter.take();
    expect(calls).toEqual(['BatchGetItem', 'TransactWriteItems']);
    // Preferences, the event with its line in the index, and two checks (membership, locks): twice each in a transaction.
    expect(writeUnits).toBeLessThanOrEqual(10);
    expect(await api.lastEvent('latchkey.preferences.changed')).toMatchObject({
      accountId,
      companyId: null,
      data: { changes: [{ type: 'missed-call', channel: 'email', enabled: true }] },
    });
  });

  test('are read in two round trips', async () => {
    const { cookie } = await api.person();
    api.counter.take();
    await read(cookie);
    expect(api.counter.take().calls).toEqual(['BatchGetItem', 'BatchGetItem']);
  });

  test('switch a channel off as a whole without forgetting what was chosen, mandatory mail excepted', async () => {
    const { cookie } = await api.person();
    await toggle(cookie, 'missed-call', 'email', true);
    await change(cookie, { masters: { email: false } });
    const off = await read(cookie);
    expect(off.channels[1]).toEqual({ id: 'email', enabled: false });
    expect(rowOf(off, 'missed-call')).toMatchObject({ effective: { email: false }, choice: { email: true } });
    expect(rowOf(off, 'password-changed')).toMatchObject({
      effective: { email: true },
      mandatory: ['email'],
    });
    await change(cookie, { masters: { email: true } });
    expect(rowOf(await read(cookie), 'missed-call').effective.email).toBe(true);
  });

  test('keep quiet hours and digests, and let go of them', async () => {
    const { cookie } = await api.person();
    const quietHours = { mon: { from: '22:00', to: '07:00' }, sat: { from: '00:00', to: '00:00' } };
    await change(cookie, { quietHours, digests: { messages: 'daily', reports: 'weekly' } });
    expect(await read(cookie)).toMatchObject({
      quietHours: { ...quietHours, tue: null, sun: null },
      digests: { messages: 'daily', reports: 'weekly', work: 'at-once' },
    });
    await change(cookie, { quietHours: null, digests: { messages: 'at-once' } });
    expect(await read(cookie)).toMatchObject({
      quietHours: null,
      digests: { messages: 'at-once', reports: 'weekly' },
    });
  });

  test.each([
    [
      'an unknown type',
      { changes: [{ type: 'nothing', channel: 'email', enabled: true }] },
      'changes.0.type',
    ],
    [
      'a channel the type lacks',
      { changes: [{ type: 'case-assigned', channel: 'sms', enabled: true }] },
      'changes.0.channel',
    ],
    [
      'an unknown channel',
      { changes: [{ type: 'missed-call', channel: 'fax', enabled: true }] },
      'changes.0.channel',
    ],
    ['no choice', { changes: [{ type: 'missed-call', channel: 'email' }] }, 'changes.0.enabled'],
    [
      'one cell twice',
      {
        changes: [true, false].map((enabled) => ({ type: 'missed-call', channel: 'email', enabled })),
      },
      'changes',
    ],
    [
      'more cells than one write takes',
      {
        changes: Array.from({ length: 101 }, (_, index) => ({
          type: `t${index}`,
          channel: 'email',
          enabled: true,
        })),
      },
      'changes',
    ],
    [
      'a time that no clock shows',
      { quietHours: { mon: { from: '25:00', to: '07:00' } } },
      'quietHours.mon.from',
    ],
    [
      'a week without an hour that is not quiet',
      {
        quietHours: Object.fromEntries(
          ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [
            day,
            { from: '00:00', to: '00:00' },
          ]),
        ),
      },
      'quietHours',
    ],
    ['an unknown rhythm', { digests: { messages: 'yearly' } }, 'digests.messages'],
  ])('refuse %s', async (_, body, path) => {
    const { cookie } = await api.person();
    const answer = await change(cookie, body);
    expect([answer.status, answer.body.errors.map((error: { path: string }) => error.path)]).toEqual([
      400,
      [path],
    ]);
    expect((await read(cookie)).version).toBe(0);
  });

  test('refuse to turn off what is mandatory', async () => {
    const { cookie } = await api.person();
    const answer = await toggle(cookie, 'password-changed', 'email', false);
    expect([answer.status, answer.body.reason]).toEqual([409, 'channel-mandatory']);
    expect((await toggle(cookie, 'password-changed', 'push', false)).status).toBe(204);
  });

  test('are saved over the version that was read only, where that is asked for', async () => {
    const { cookie } = await api.person();
    const first = { changes: [{ type: 'missed-call', channel: 'email', enabled: false }] };
    expect((await change(cookie, first, '"0"')).status).toBe(204);
    const late = await change(cookie, { masters: { push: false } }, '"0"');
    expect([late.status, late.body.reason, late.body.current.version]).toEqual([412, 'changed-elsewhere', 1]);
    expect((await change(cookie, { masters: { push: false } }, '"7", "1"')).status).toBe(204);
    expect((await change(cookie, { masters: { push: false } }, '*')).status).toBe(204);
    expect((await change(cookie, { masters: { push: false } }, 'W/"3"')).status).toBe(412);
  });
});

describe('what a company decides', () => {
  test('is the default of its members, from which they may differ', async () => {
    const { owner, colleagues } = await companyWith(api, 'member');
    await decide(owner.cookie, [{ type: 'failed-call', channel: 'email', enabled: true }]);
    const { cookie } = colleagues[0];
    const row = rowOf(await read(cookie), 'failed-call');
    expect(row).toMatchObject({ effective: { email: true }, source: { email: 'company' } });
    expect(row.decided.email).toEqual({ by: 'Ada Lovelace', at: expect.any(String) });
    await toggle(cookie, 'failed-call', 'email', false);
    expect(rowOf(await read(cookie), 'failed-call')).toMatchObject({
      effective: { email: false },
      source: { email: 'user' },
    });
  });

  test('locks a cell: nobody can choose otherwise, and what they chose stands again after it', async () => {
    const { owner, colleagues } = await companyWith(api, 'member');
    const { cookie } = colleagues[0];
    await toggle(cookie, 'missed-call', 'email', false);
    await decide(owner.cookie, [{ type: 'missed-call', channel: 'email', enabled: true, locked: true }]);
    expect(rowOf(await read(cookie), 'missed-call')).toMatchObject({
      effective: { email: true },
      source: { email: 'lock' },
    });
    const answer = await toggle(cookie, 'missed-call', 'email', false);
    expect([answer.status, answer.body.reason]).toEqual([409, 'locked-by-company']);
    // A switch of the whole channel goes round no lock either.
    await change(cookie, { masters: { email: false } });
    expect(rowOf(await read(cookie), 'missed-call').effective.email).toBe(true);
    await change(cookie, { masters: { email: true } });
    await decide(owner.cookie, [{ type: 'missed-call', channel: 'email', enabled: null }]);
    expect(rowOf(await read(cookie), 'missed-call')).toMatchObject({
      effective: { email: false },
      source: { email: 'user' },
    });
  });

  test('is an event and a line of the audit log, written in two round trips', async () => {
    const { owner, companyId } = await companyWith(api, 'member');
    api.counter.take();
    const locked = { type: 'missed-call', channel: 'sms', enabled: false, locked: true };
    expect((await decide(owner.cookie, [locked])).status).toBe(204);
    expect(api.counter.take().calls).toEqual(['BatchGetItem', 'TransactWriteItems']);
    const event = await api.lastEvent('latchkey.company.notifications-changed');
    expect(event).toMatchObject({ companyId, data: { changes: [locked] } });
    const { lines } = (await api.request('GET /api/company/audit-log', { cookie: owner.cookie })).body;
    expect(lines[0]).toMatchObject({ type: 'latchkey.company.notifications-changed', kind: 'company' });
    expect(rowOf(await readCompany(owner.cookie), 'missed-call').cells).toMatchObject({
      sms: { enabled: false, state: 'lock', by: 'Ada Lovelace' },
      email: { enabled: true, state: 'catalogue', by: null },
    });
  });

  test('concerns neither mandatory channels nor the security of somebody’s account', async () => {
    const { cookie } = await api.person();
    const document = await readCompany(cookie);
    expect(rowOf(document, 'password-changed')).toBeUndefined();
    expect(rowOf(document, 'past-due-invoice').cells.email.state).toBe('mandatory');
    const invoice = { type: 'past-due-invoice', channel: 'email', enabled: false };
    expect((await decide(cookie, [invoice])).body.reason).toBe('channel-mandatory');
    const security = { type: 'password-changed', channel: 'push', enabled: false, locked: true };
    expect((await decide(cookie, [security])).status).toBe(400);
    const nothing = { type: 'missed-call', channel: 'push', enabled: null, locked: true };
    expect((await decide(cookie, [nothing])).status).toBe(400);
    expect((await decide(cookie, [])).status).toBe(400);
  });

  test('is saved over the version that was read only, where that is asked for', async () => {
    const { cookie } = await api.person();
    const one = [{ type: 'missed-call', channel: 'push', enabled: false }];
    expect((await decide(cookie, one, '"0"')).status).toBe(204);
    const late = await decide(cookie, one, '"0"');
    expect([late.status, late.body.current.version]).toEqual([412, 1]);
  });

  test('counts in that company only', async () => {
    const { owner, colleagues } = await companyWith(api, 'member');
    await decide(owner.cookie, [{ type: 'missed-call', channel: 'email', enabled: false, locked: true }]);
    const elsewhere = await api.person();
    expect(rowOf(await read(elsewhere.cookie), 'missed-call').source.email).toBe('default');
    expect(rowOf(await read(colleagues[0].cookie), 'missed-call').source.email).toBe('lock');
  });
});

test('the grid shows what delivery goes by', async () => {
  const { owner, companyId, colleagues } = await companyWith(api, 'admin');
  const [{ cookie, id }] = colleagues;
  await decide(owner.cookie, [
    { type: 'missed-call', channel: 'email', enabled: false, locked: true },
    { type: 'new-feature', channel: 'email', enabled: true },
  ]);
  await toggle(cookie, 'task-due', 'push', false);
  await change(cookie, { masters: { sms: false } });
  const chosen = await readPreferences(api.table, id, companyId);
  for (const row of (await read(cookie)).types) {
    const type = notificationTypes.find((candidate) => candidate.id === row.id)!;
    for (const channel of ['in-app', 'email', 'push', 'sms'] as const) {
      expect(row.effective[channel] ?? false).toBe(resolve({ type, channel, ...chosen }).enabled);
    }
  }
});

test('locks and choices that meet leave no choice against a lock in force', async () => {
  const { owner, colleagues } = await companyWith(api, 'member');
  const { cookie } = colleagues[0];
  const lock = { type: 'missed-call', channel: 'email', enabled: true, locked: true };
  for (let turn = 0; turn < 10; turn += 1) {
    await decide(owner.cookie, [{ ...lock, enabled: null, locked: false }]);
    await toggle(cookie, 'missed-call', 'email', null);
    const [locked, chosen] = await Promise.all([
      decide(owner.cookie, [lock]),
      toggle(cookie, 'missed-call', 'email', false),
    ]);
    expect([locked.status, [204, 409]]).toEqual([204, expect.arrayContaining([chosen.status])]);
    expect(rowOf(await read(cookie), 'missed-call').effective.email).toBe(true);
  }
});
