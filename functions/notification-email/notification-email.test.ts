import { MessageRejected, SendRawEmailCommand, SESClient } from '@aws-sdk/client-ses';
import { mockClient } from 'aws-sdk-client-mock';
import PostalMime, { type Email } from 'postal-mime';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { findNotificationType, notificationTypes } from '#events/notifications/catalogue.ts';
import type { EmailText } from '#events/notifications/notification-type.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { newId } from '#functions/shared/ids.ts';
import { openSes, sesSender } from '#functions/shared/mail/ses-sender.ts';
import { ReplyLost } from '#functions/shared/notifications/lost-reply.ts';
import type { Outgoing } from '#functions/shared/notifications/sender.ts';
import { readUnsubscribeToken } from '#functions/shared/notifications/unsubscribe-token.ts';
import { notificationDefaultsKey } from '#functions/shared/table.ts';
import { startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import { emailSender } from './email-sender.ts';

const ses = mockClient(SESClient);
const secret = 'test channel secret 123';
const context = { company: 'Acme', product: 'Latchkey', timezone: 'UTC' };

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(() => {
  ses.reset();
  ses.on(SendRawEmailCommand).resolves({ MessageId: '1' });
});

function textOf(id: string): EmailText {
  const type = findNotificationType(id)!;
  return type.texts.email!(type.sample, context);
}

async function setup() {
  const { accountId, email } = await api.person();
  const companyId = newId();
  const send = emailSender({
    table: api.table,
    send: sesSender(openSes(1), 'notifications'),
    settings: {
      siteUrl: 'https://account.example.com',
      productName: 'Latchkey',
      supportEmail: 'support@example.com',
      mailFrom: 'account@example.com',
    },
    readChannelSecret: () => Promise.resolve([secret] as const),
    now: () => new Date('2026-11-20T12:00:00.000Z'),
  });
  const outgoing = (type = 'missed-call', more: Partial<Outgoing<EmailText>> = {}): Outgoing<EmailText> => ({
    notification: {
      id: newId(),
      type,
      category: findNotificationType(type)!.category,
      companyId,
      createdAt: '2026-11-20T12:00:00.000Z',
      url: 'https://app.example.com/calls/1',
    },
    recipient: { accountId, email: 'an-older-address@example.com', name: 'Ada', timezone: null },
    content: textOf(type),
    ...more,
  });
  const mark = (kind: 'bounce' | 'complaint') =>
    commit(api.table, [
      {
        Update: {
          TableName: api.table.name,
          Key: { pk: `ACCOUNT#${accountId}`, sk: 'ACCOUNT' },
          UpdateExpression: 'SET emailProblem = :problem',
          ExpressionAttributeValues: { ':problem': { email, kind, at: '2026-11-20T12:00:00.000Z' } },
        },
      },
    ]);
  const lock = (type: string) =>
    commit(api.table, [
      {
        Put: {
          TableName: api.table.name,
          Item: {
            ...notificationDefaultsKey(companyId),
            version: 1,
            [`lock#${type}#email`]: { enabled: true, by: 'Grace', at: '2026-11-20T12:00:00.000Z' },
          },
        },
      },
    ]);
  return { accountId, email, send, outgoing, mark, lock };
}

async function sent(): Promise<Email> {
  const calls = ses.commandCalls(SendRawEmailCommand);
  expect(calls).toHaveLength(1);
  return PostalMime.parse(calls[0]!.args[0].input.RawMessage!.Data!);
}
const headersOf = ({ headers }: Email) => Object.fromEntries(headers.map(({ key, value }) => [key, value]));

describe('the mail of a notification', () => {
  test('goes to the address of this moment, by the set of notifications, with both parts and its links', async () => {
    const { email, accountId, send, outgoing } = await setup();
    expect(await send(outgoing())).toEqual({ ok: true });
    const { input } = ses.commandCalls(SendRawEmailCommand)[0]!.args[0];
    expect(input).toMatchObject({ Destinations: [email], ConfigurationSetName: 'notifications' });
    const mail = await sent();
    expect(mail.subject).toBe(textOf('missed-call').subject);
    for (const part of [mail.text, mail.html]) {
      expect(part).toContain('https://app.example.com/calls/1');
      expect(part).toContain('https://account.example.com/settings/notifications');
      expect(part).toContain('https://account.example.com/unsubscribe?token=');
    }
    const headers = headersOf(mail);
    expect(headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
    const url = /^<(https:\/\/account\.example\.com\/api\/unsubscribe\?token=.+)>$/.exec(
      headers['list-unsubscribe']!,
    )?.[1];
    const token = new URL(url!).searchParams.get('token')!;
    expect(readUnsubscribeToken([secret], token)).toEqual({
      accountId,
      scope: { kind: 'type', name: 'missed-call' },
    });
    // An address that is folded over two lines is none to some programs.
    const raw = Buffer.from(input.RawMessage!.Data!).toString();
    expect(raw).toContain(`\r\nList-Unsubscribe: <${url}>\r\n`);
  });

  test('about several is one, tells the newest first, and ends the category', async () => {
    const { accountId, send, outgoing } = await setup();
    const digest = ['One', 'Two', 'Three'].map((subject) =>
      outgoing('missed-call', { content: { ...textOf('missed-call'), subject } }),
    );
    expect(await send(outgoing('missed-call', { digest }))).toEqual({ ok: true });
    const mail = await sent();
    expect(mail.subject).toBe('3 new notifications');
    expect(mail.text!.indexOf('Three')).toBeLessThan(mail.text!.indexOf('One'));
    expect(mail.text).toContain('https://account.example.com/notifications');
    const token = new URL(headersOf(mail)['list-unsubscribe']!.slice(1, -1)).searchParams.get('token')!;
    expect(readUnsubscribeToken([secret], token)).toEqual({
      accountId,
      scope: { kind: 'category', name: 'messages' },
    });
  });

  test('that a company keeps on has no way to unsubscribe, and says so', async () => {
    const { send, outgoing, lock } = await setup();
    await lock('missed-call');
    await send(outgoing());
    const mail = await sent();
    expect(headersOf(mail)).not.toHaveProperty('list-unsubscribe');
    expect(mail.text).not.toContain('unsubscribe');
    expect(mail.text).toContain('your company keeps it on');
  });

  test.each(notificationTypes.filter(({ texts }) => texts.email !== undefined).map(({ id }) => id))(
    'of type %s shows markup as text, and starts no header',
    async (id) => {
      const { send, outgoing } = await setup();
      const hostile = '<img src=x onerror=alert(1)>\r\nBcc: eve@example.com';
      const content: EmailText = {
        subject: hostile,
        paragraphs: [hostile],
        facts: [{ label: hostile, value: hostile }],
        action: hostile,
      };
      await send(outgoing(id, { content }));
      const mail = await sent();
      expect(mail.html).not.toContain('<img');
      expect(mail.bcc ?? []).toEqual([]);
      expect(headersOf(mail)).not.toHaveProperty('bcc');
    },
  );
});

describe('an address that mail does not reach', () => {
  test.each(['bounce', 'complaint'] as const)('after a %s gets no optional mail', async (kind) => {
    const { send, outgoing, mark } = await setup();
    await mark(kind);
    expect(await send(outgoing())).toEqual({ ok: false, reason: `email-${kind}` });
    expect(ses.commandCalls(SendRawEmailCommand)).toEqual([]);
  });

  test('of an account that is gone gets none', async () => {
    const { send, outgoing } = await setup();
    const recipient = { accountId: newId(), email: 'ada@example.com', name: 'Ada', timezone: null };
    expect(await send({ ...outgoing(), recipient })).toEqual({ ok: false, reason: 'account-gone' });
  });
});

describe('SES', () => {
  const fault = (name: string, httpStatusCode: number) =>
    Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });

  test('that refuses a mail as such is not asked again', async () => {
    const { send, outgoing } = await setup();
    ses
      .on(SendRawEmailCommand)
      .rejects(new MessageRejected({ message: 'Virus', $metadata: { httpStatusCode: 400 } }));
    expect(await send(outgoing())).toEqual({ ok: false, reason: 'email-refused' });
  });

  test.each([
    ['throttles', fault('ThrottlingException', 400), false],
    ['fails', fault('InternalFailure', 500), false],
    ['has no verified sender', fault('MessageRejected', 400), false],
    ['does not answer', Object.assign(new Error('late'), { name: 'TimeoutError' }), true],
    ['hangs up', Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }), true],
    ['is not there', Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }), false],
  ])('that %s is a fault, which says whether the mail may be out', async (_, error, lost) => {
    const { send, outgoing } = await setup();
    ses.on(SendRawEmailCommand).rejects(error);
    const caught = await send(outgoing()).catch((thrown: unknown) => thrown);
    expect(caught instanceof ReplyLost).toBe(lost);
    expect(ses.commandCalls(SendRawEmailCommand)).toHaveLength(1);
  });
});
