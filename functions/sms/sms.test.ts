import {
  ConflictException,
  InternalServerException,
  PinpointSMSVoiceV2Client,
  SendTextMessageCommand,
  ThrottlingException,
  ValidationException,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { newId } from '#functions/shared/ids.ts';
import { isLostReply } from '#functions/shared/notifications/lost-reply.ts';
import type { Outgoing } from '#functions/shared/notifications/sender.ts';
import { startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import { smsSend } from './sms-client.ts';
import { smsSender } from './sms-sender.ts';

let api: TestApi;
let next = 100;
beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(() => {
  api.texts.length = 0;
});

const newNumber = () => `+1202555${String((next += 1)).padStart(4, '0')}`;

async function withPhone(phone: string | null = newNumber()) {
  const person = await api.person();
  const { cookie } = person;
  const ip = `198.18.7.${(next += 1) % 250}`;
  const save = (number: string | null) =>
    api.request('PUT /api/user/profile', {
      cookie,
      body: { name: 'Ada Lovelace', company: null, phone: number, timezone: 'Europe/London' },
    });
  await save(phone);
  return {
    ...person,
    phone,
    save,
    ask: () => api.request('POST /api/user/phone-confirmation', { cookie, ip }),
    confirm: (code: string) =>
      api.request('POST /api/user/phone-confirmation/confirm', { cookie, body: { code } }),
    remove: () => api.request('DELETE /api/user/phone-confirmation', { cookie }),
    sms: async () => (await api.request('GET /api/user/notification-channels', { cookie })).body.sms,
  };
}

const lastCode = () => /^\d{6}/.exec(api.texts.at(-1)?.text ?? '')?.[0] ?? '';
const wrong = (code: string) => (code === '000000' ? '111111' : '000000');

describe('a number', () => {
  test('is confirmed by the code that was sent to it, and recorded with its last digits only', async () => {
    const { phone, accountId, ask, confirm, sms } = await withPhone();
    expect(await sms()).toEqual({ offered: true, phone, confirmedAt: null, codeUntil: null });
    expect((await ask()).status).toBe(202);
    expect(api.texts).toMatchObject([{ to: phone, lifeSeconds: 600 }]);
    expect((await sms()).codeUntil).not.toBeNull();
    expect((await confirm(lastCode())).status).toBe(204);
    expect(await sms()).toMatchObject({ confirmedAt: expect.any(String), codeUntil: null });
    const event = await api.lastEvent('latchkey.phone.confirmed');
    expect(event).toMatchObject({ accountId, data: { phoneEnding: phone!.slice(-2) } });
    expect(JSON.stringify(await api.events())).not.toContain(phone);
  });

  test('that the profile has no more is unconfirmed, and a code for it does nothing', async () => {
    const { ask, confirm, sms, save, phone } = await withPhone();
    await ask();
    await confirm(lastCode());
    await save(newNumber());
    expect((await sms()).confirmedAt).toBeNull();
    await ask();
    const code = lastCode();
    await save(phone);
    expect((await confirm(code)).body.reason).toBe('code-expired');
  });

  test('can be taken off again, twice without harm', async () => {
    const { ask, confirm, sms, remove } = await withPhone();
    await ask();
    await confirm(lastCode());
    expect((await ask()).body.reason).toBe('phone-confirmed');
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 204]);
    expect((await sms()).confirmedAt).toBeNull();
  });

  test('is needed, of a country that the stage serves', async () => {
    const none = await withPhone(null);
    expect((await none.ask()).body.reason).toBe('phone-missing');
    const elsewhere = await withPhone('+923001234567');
    expect((await elsewhere.ask()).body.reason).toBe('phone-not-served');
    expect(api.texts).toEqual([]);
  });
});

describe('a code', () => {
  test('may be typed with spaces, is good once, and only the newest counts', async () => {
    const { ask, confirm } = await withPhone();
    await ask();
    const older = lastCode();
    await ask();
    const newer = lastCode();
    if (older !== newer) expect((await confirm(older)).body.reason).toBe('wrong-code');
    expect((await confirm(`${newer.slice(0, 3)} ${newer.slice(3)}`)).status).toBe(204);
    expect((await confirm(newer)).body.reason).toBe('code-expired');
  });

  test('is refused after five tries, also if they come at once, even when it is right', async () => {
    const { ask, confirm } = await withPhone();
    await ask();
    const code = lastCode();
    const reasons = await Promise.all(
      Array.from({ length: 20 }, async () => (await confirm(wrong(code))).body.reason),
    );
    expect(reasons.filter((reason) => reason === 'wrong-code')).toHaveLength(5);
    expect((await confirm(code)).body.reason).toBe('code-expired');
  });

  test('ends after ten minutes', async () => {
    const { ask, confirm } = await withPhone();
    await ask();
    const code = lastCode();
    api.advance(10 * 60_000);
    expect((await confirm(code)).body.reason).toBe('code-expired');
  });

  test('of somebody else confirms nothing', async () => {
    const [ada, eve] = [await withPhone(), await withPhone()];
    await ada.ask();
    const code = lastCode();
    expect((await eve.confirm(code)).body.reason).toBe('code-expired');
    await eve.ask();
    if (lastCode() !== code) expect((await eve.confirm(code)).body.reason).toBe('wrong-code');
  });

  test('whose sending failed can be asked for again; none is in a log', async () => {
    const { ask, confirm } = await withPhone();
    api.logged.length = 0;
    api.failTexts(Object.assign(new Error('lost'), { name: 'TimeoutError' }));
    expect((await ask()).status).toBe(503);
    api.failTexts(null);
    expect((await ask()).status).toBe(202);
    expect(api.logged.join()).not.toContain(lastCode());
    expect((await confirm(lastCode())).status).toBe(204);
  });
});

describe('the limits against pumping', () => {
  test('end the codes of one account after three in ten minutes, six in a day', async () => {
    const { ask } = await withPhone();
    const statuses: number[] = [];
    for (let index = 0; index < 8; index += 1) {
      statuses.push((await ask()).status);
      if (index === 3) api.advance(10 * 60_000);
    }
    expect(statuses.slice(0, 4)).toEqual([202, 202, 202, 429]);
    expect(statuses.filter((status) => status === 202).length).toBeLessThanOrEqual(6);
    expect(api.texts.length).toBeLessThanOrEqual(6);
  });

  test('end the codes to one number after five in a day, however many accounts ask', async () => {
    const phone = newNumber();
    const statuses: number[] = [];
    for (let index = 0; index < 6; index += 1) statuses.push((await (await withPhone(phone)).ask()).status);
    expect(statuses).toEqual([202, 202, 202, 202, 202, 429]);
  });
});

describe('a text message about a notification', () => {
  const outgoing = (accountId: string, more = {}): Outgoing<string> => ({
    notification: {
      id: newId(),
      type: 'missed-call',
      category: 'messages',
      companyId: null,
      createdAt: '2026-11-20T12:00:00.000Z',
      url: null,
    },
    recipient: { accountId, email: 'ada@example.com', name: 'Ada', timezone: null },
    content: 'Acme: missed call from +12025550100\r\nSTOP',
    ...more,
  });
  const sender = () => smsSender({ table: api.table, send: api.deps.sms.send });

  test('goes to the confirmed number only, on one line', async () => {
    const { accountId, phone, ask, confirm, save } = await withPhone();
    expect(await sender()(outgoing(accountId))).toEqual({ ok: false, reason: 'phone-not-confirmed' });
    await ask();
    await confirm(lastCode());
    api.texts.length = 0;
    expect(await sender()(outgoing(accountId))).toEqual({ ok: true });
    expect(api.texts).toMatchObject([{ to: phone, text: 'Acme: missed call from +12025550100 STOP' }]);
    // Put off over a change of the number, it goes to neither.
    await save(newNumber());
    expect(await sender()(outgoing(accountId))).toEqual({ ok: false, reason: 'phone-not-confirmed' });
    expect(await sender()(outgoing(newId()))).toEqual({ ok: false, reason: 'phone-not-confirmed' });
  });

  test('is cut where it would cost many messages, and several are told as one', async () => {
    const { accountId, ask, confirm } = await withPhone();
    await ask();
    await confirm(lastCode());
    const one = outgoing(accountId, { content: 'x'.repeat(900) });
    await sender()({ ...one, digest: [one, one, one] });
    expect(api.texts.at(-1)!.text).toMatch(/^3 notifications\. Latest: x+…$/);
    expect([...api.texts.at(-1)!.text]).toHaveLength(201);
  });
});

describe('End User Messaging', () => {
  const messaging = mockClient(PinpointSMSVoiceV2Client);
  const send = smsSend(new PinpointSMSVoiceV2Client({ region: 'us-east-1' }), 'arn:of:a:pool');
  const sms = { to: '+12025550123', text: 'Hello', lifeSeconds: 600, context: { kind: 'code' } };
  const metadata = { $metadata: { httpStatusCode: 400 }, message: '' };
  beforeEach(() => messaging.reset());

  test('is asked once, with the stage’s origin and an end to the message’s life', async () => {
    messaging.on(SendTextMessageCommand).resolves({ MessageId: '1' });
    expect(await send(sms)).toEqual({ ok: true });
    expect(messaging.commandCalls(SendTextMessageCommand).map(({ args }) => args[0].input)).toEqual([
      {
        DestinationPhoneNumber: '+12025550123',
        OriginationIdentity: 'arn:of:a:pool',
        MessageBody: 'Hello',
        MessageType: 'TRANSACTIONAL',
        TimeToLive: 600,
        Context: { kind: 'code' },
      },
    ]);
  });

  test.each([
    ['opted out', new ConflictException({ ...metadata, Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT' })],
    [
      'no number at all',
      new ValidationException({ ...metadata, Fields: [{ Name: 'DestinationPhoneNumber', Message: '' }] }),
    ],
  ])('that says the number is %s refuses it for good', async (_, error) => {
    messaging.on(SendTextMessageCommand).rejects(error);
    expect(await send(sms)).toEqual({ ok: false, reason: 'sms-refused' });
  });

  test.each([
    ['throttles', new ThrottlingException({ $metadata: { httpStatusCode: 429 }, message: '' }), false],
    ['fails', new InternalServerException({ $metadata: { httpStatusCode: 500 }, message: '' }), false],
    [
      'is set up wrongly',
      new ConflictException({ ...metadata, Reason: 'NO_ORIGINATION_IDENTITIES_FOUND' }),
      false,
    ],
    ['takes too long', Object.assign(new Error('no answer'), { name: 'TimeoutError' }), true],
    ['hangs up', Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }), true],
  ])('that %s is a fault, which says whether the message may be out', async (_, error, lost) => {
    messaging.on(SendTextMessageCommand).rejects(error);
    const fault = await send(sms).catch((caught: unknown) => caught);
    expect(isLostReply(fault)).toBe(lost);
    expect(messaging.commandCalls(SendTextMessageCommand)).toHaveLength(1);
  });
});
