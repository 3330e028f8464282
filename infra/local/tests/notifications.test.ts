import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { runProgram } from './run-program.ts';
import { password, type RunningStack, startRunningStack } from './running-stack.ts';

const tool = join(import.meta.dirname, '../../tools/operate/redrive.ts');
const requested = 'latchkey.notification.requested';

// Of its own: its clock is moved.
let stack: RunningStack;
beforeAll(async () => {
  stack = await startRunningStack();
});
afterAll(() => stack.close());

const companyOf = (cookie: string) => cookie.split('.')[1] ?? '';
const sample = {
  callId: 'call-1',
  caller: '+1 202-555-0123',
  agent: 'Reception',
  at: '2026-05-12T12:03:00Z',
};

/** Somebody in a company, and how the product tells them of a missed call. */
async function setup() {
  const person = await stack.person();
  const companyId = companyOf(person.cookie);
  const request = (more: Record<string, unknown> = {}) => ({
    ...{ id: crypto.randomUUID(), type: 'missed-call', companyId, data: sample },
    to: { kind: 'accounts', accountIds: [person.accountId] },
    ...more,
  });
  const inbox = async (cookie = person.cookie): Promise<any[]> =>
    (await stack.ask('GET /api/notifications', { cookie })).body.items;
  return { ...person, companyId, request, inbox };
}

interface DeadLetter {
  readonly detail: { readonly id?: string } | null;
  readonly reason: string | undefined;
  readonly path: string | undefined;
}

/** The requests that were refused, as an operator finds them in the queue of dead letters. */
function deadLetters(): DeadLetter[] {
  const folder = join(stack.stateDir, 'bus', 'notification-requests-dead-letters');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => {
      const { body, attributes } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      return { detail: JSON.parse(body).detail, reason: attributes.reason, path: attributes.path };
    });
}

async function until<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 300; tries += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(100);
  }
  throw new Error(`It never came about; dead letters: ${JSON.stringify(deadLetters()).slice(0, 2000)}`);
}

const letterOf = (id: unknown) => deadLetters().find(({ detail }) => detail?.id === id);

/** How many refusals the bus has carried so far. */
function refusals(): number {
  const log = readFileSync(join(stack.stateDir, 'bus', 'events.log'), 'utf8');
  return [...log.matchAll(/latchkey\.notification\.refused/g)].length;
}

/** Runs `npm run redrive` as an operator does, beside the running stack. */
async function redrive(...args: string[]): Promise<string> {
  const env = { PATH: process.env['PATH'], LATCHKEY_STATE_DIR: stack.stateDir };
  const { stdout, stderr } = await runProgram(tool, args, env);
  return stdout + stderr;
}

describe('what a product asks for wrongly', () => {
  test('is a dead letter with its reason, whatever it is, and never keeps the next one waiting', async () => {
    const { request, inbox } = await setup();
    const before = refusals();
    const long = 'x'.repeat(200_000);
    const used = request();
    await stack.event(requested, used);
    const wrong: [Record<string, unknown>, string, string][] = [
      [request({ type: 'no-such-type' }), 'unknown-type', 'type'],
      [request({ type: 'password-changed', data: { how: 'reset' } }), 'reserved-type', 'type'],
      [request({ data: {} }), 'invalid-data', 'data.callId'],
      [
        request({ data: { ...sample, caller: 'Eve\r\nBcc: all@example.com' } }),
        'invalid-data',
        'data.caller',
      ],
      [request({ data: { ...sample, caller: long } }), 'malformed', 'data'],
      [
        request({ to: { kind: 'accounts', accountIds: ['nobody'] } }),
        'recipient-outside-company',
        'to.accountIds',
      ],
      [request({ companyId: 'nowhere' }), 'unknown-company', 'companyId'],
      [request({ url: 'javascript:alert(1)' }), 'malformed', 'url'],
    ];
    for (const [detail] of wrong) await stack.event(requested, detail);
    // The same id with another content, once the first is there.
    await until(async () => ((await inbox()).length === 1 ? true : undefined));
    await stack.event(requested, { ...used, data: { ...sample, caller: 'Somebody else' } });
    await stack.event(requested, request({ data: { ...sample, caller: 'the next one' } }));

    for (const [{ id }, reason, path] of [...wrong, [used, 'id-reused', 'id'] as const])
      expect(await until(() => letterOf(id))).toMatchObject({ reason, path });
    await until(async () => ((await inbox()).length === 2 ? true : undefined));
    expect((await inbox()).map(({ title }) => title)).toEqual([
      'Missed call from the next one',
      'Missed call from +1 202-555-0123',
    ]);
    // Their events follow the dead letters by the table's stream: the publisher hears of each, once.
    const told = await until(() => (refusals() - before > wrong.length ? refusals() - before : undefined));
    expect(told).toBe(wrong.length + 1);
  });

  test('is refused by the bus itself where it is longer than the bus takes', async () => {
    const { request } = await setup();
    const detail = request({ data: { ...sample, caller: 'x'.repeat(256 * 1024) } });
    await expect(stack.event(requested, detail)).rejects.toThrow(/answered 400/);
  });

  test('markup in it stays text: in the mail, its subject and headers, and in the inbox', async () => {
    const { request, email, inbox } = await setup();
    const caller = '<img src=x onerror=alert(1)>';
    await stack.event(requested, request({ data: { ...sample, caller } }));
    const { subject, html, text, headers } = await stack.mail(email, /onerror/);
    expect(subject).toBe(`Missed call from ${caller}`);
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(text).toContain(caller);
    expect(Object.keys(headers)).not.toContain('bcc');
    expect(await inbox()).toMatchObject([{ title: `Missed call from ${caller}` }]);
  });

  test('goes on by `npm run redrive` once it is right; what still is not is a dead letter again', async () => {
    const { request, cookie, companyId } = await setup();
    const newcomer = await stack.person();
    const early = request({ to: { kind: 'accounts', accountIds: [newcomer.accountId] } });
    const hopeless = request({ type: 'no-such-type' });
    await stack.event(requested, early);
    await stack.event(requested, hopeless);
    expect(await until(() => letterOf(early.id))).toMatchObject({ reason: 'recipient-outside-company' });
    await until(() => letterOf(hopeless.id));

    const body = { email: newcomer.email, role: 'member' };
    const proven = await stack.ask('POST /api/session/step-up', { cookie, body: { password } });
    await stack.ask('POST /api/company/invitations', { cookie: proven.cookie, body });
    const link = stack.linkIn(await stack.mail(newcomer.email, /invite|join/i), '/invitation');
    const token = link.searchParams.get('token');
    const joined = await stack.ask('POST /api/auth/invitations/accept', {
      cookie: newcomer.cookie,
      body: { token },
    });
    expect(joined.status).toBe(200);
    expect(companyOf(joined.cookie ?? '')).toBe(companyId);

    expect(await redrive('requests')).toMatch(
      /^latchkey-local-notification-requests-dead-letters: \d+ sent back\n$/,
    );
    const { body: arrived } = await until(async () => {
      const answer = await stack.ask('GET /api/notifications', { cookie: joined.cookie });
      return answer.body.items.length > 0 ? answer : undefined;
    });
    expect(arrived.items).toMatchObject([{ type: 'missed-call' }]);
    expect(letterOf(early.id)).toBeUndefined();
    expect(await until(() => letterOf(hopeless.id))).toMatchObject({ reason: 'unknown-type' });
  });
});

describe('what waits for its moment', () => {
  test('in a digest is one mail at the time that was chosen', async () => {
    const { request, cookie, email, inbox } = await setup();
    const body = { digests: { messages: 'daily' } };
    await stack.ask('PATCH /api/user/notification-preferences', { cookie, body });
    for (const caller of ['One', 'Two']) {
      await stack.event(requested, request({ data: { ...sample, caller } }));
      await until(async () => (await inbox()).find(({ title }) => String(title).endsWith(caller)));
    }
    expect((await stack.mails(email)).filter(({ text }) => text.includes('Missed call'))).toEqual([]);
    await stack.advance('1d');
    const digest = await stack.mail(email, /2 new notifications/);
    expect(digest.text.indexOf('Two')).toBeLessThan(digest.text.indexOf('One'));
  });

  test('comes on Monday at nine by an admin’s own clock: the weekly reports that the product answers with', async () => {
    const { cookie, email } = await setup();
    const timezone = 'Asia/Tokyo';
    await stack.ask('PUT /api/user/timezone/detected', { cookie, body: { timezone } });
    const answer = await fetch(`${stack.url}/__local/clock`);
    const now = new Date(((await answer.json()) as { now: string }).now);
    const noon = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - now.getUTCDay(), 12);
    const week = 7 * 24 * 60 * 60 * 1000;
    const minutes = Math.ceil(((((noon - now.getTime()) % week) + week) % week) / 60_000);
    const reports = async () =>
      (await stack.mails(email)).filter(({ subject }) => /past week/i.test(subject));
    // Sunday noon in UTC, nine in the evening there: nobody is told yet.
    await stack.advance(`${String(minutes + 1)}m`);
    expect(await reports()).toEqual([]);
    await stack.advance('12h');
    const { sentAt } = await stack.mail(email, /past week/i);
    const clock = { timeZone: timezone, weekday: 'short', hour: '2-digit' } as const;
    expect(new Intl.DateTimeFormat('en-GB', clock).format(new Date(sentAt))).toBe('Mon, 09');
  });
});
