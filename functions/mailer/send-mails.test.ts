import { SendRawEmailCommand, SESClient } from '@aws-sdk/client-ses';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { sampleEnvelope } from '#events/samples.ts';
import { openTable } from '#functions/shared/aws/table-client.ts';
import { jsonLogger } from '#functions/shared/logger.ts';
import { mailReceiptKey } from '#functions/shared/table.ts';
import { startTestTable } from '#functions/testing/local-table.ts';
import { sendMails } from './send-mails.ts';
import { sesSender } from '#functions/shared/mail/ses-sender.ts';

const ses = mockClient(SESClient);
afterEach(() => ses.reset());

const signIn = sampleEnvelope('latchkey.session.started');
const changeRequested = sampleEnvelope('latchkey.email.change-requested');

async function setup() {
  ses.on(SendRawEmailCommand).resolves({ MessageId: 'ses-1' });
  const { client, tableName } = await startTestTable();
  const table = openTable(tableName, client);
  const lines: string[] = [];
  const clock = { now: new Date('2026-10-12T12:05:00.000Z') };
  const deps = {
    table,
    send: sesSender(new SESClient({ region: 'us-east-1' }), 'security'),
    settings: {
      siteUrl: 'https://account.example.com',
      productName: 'Acme',
      supportEmail: '',
      codeSecret: 'a secret of the test',
      mailFrom: 'no-reply@example.com',
    },
    now: () => clock.now,
    newId: () => randomUUID(),
    logger: jsonLogger((line) => lines.push(line)),
  };
  const receipt = async (event: { id: string }, mail: string) =>
    (await table.client.send(new GetCommand({ TableName: tableName, Key: mailReceiptKey(event.id, mail) })))
      .Item;
  return { deps, lines, clock, receipt };
}

function fault(name: string): Error {
  return Object.assign(new Error('what SES said of ada.lovelace@example.com'), { name });
}

function sentTo(): (string | undefined)[] {
  return ses.commandCalls(SendRawEmailCommand).flatMap(({ args }) => args[0].input.Destinations ?? []);
}

test('a mail goes to SES with its configuration set, tags and one destination', async () => {
  const { deps } = await setup();
  expect(await sendMails(deps, signIn)).toEqual({ ok: true });
  expect(ses.commandCalls(SendRawEmailCommand)[0]?.args[0].input).toMatchObject({
    Source: 'no-reply@example.com',
    Destinations: ['ada.lovelace@example.com'],
    ConfigurationSetName: 'security',
    Tags: [
      { Name: 'mail', Value: 'new-sign-in' },
      { Name: 'event-id', Value: signIn.id },
    ],
  });
});

test('an event that calls for no mail does nothing', async () => {
  const { deps } = await setup();
  expect(await sendMails(deps, sampleEnvelope('latchkey.profile.changed'))).toEqual({ ok: true });
  expect(sentTo()).toEqual([]);
});

test('an event delivered again mails nothing', async () => {
  const { deps } = await setup();
  await sendMails(deps, changeRequested);
  expect(await sendMails(deps, changeRequested)).toEqual({ ok: true });
  expect(sentTo().toSorted()).toEqual(['ada.lovelace@example.com', 'ada@analytical-engines.example']);
});

test('twenty deliveries at once send one mail; the others come again and find it sent', async () => {
  const { deps } = await setup();
  ses.on(SendRawEmailCommand).callsFake(async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { MessageId: 'ses-1' };
  });
  const deliver = () => Promise.all(Array.from({ length: 20 }, () => sendMails(deps, signIn)));
  const first = await deliver();
  expect(first.filter(({ ok }) => ok).length).toBeGreaterThanOrEqual(1);
  expect(first).not.toContainEqual({ ok: false, reason: 'failed' });
  const second = await deliver();
  expect(second.every(({ ok }) => ok)).toBe(true);
  expect(sentTo()).toEqual(['ada.lovelace@example.com']);
});

test.each(['ThrottlingException', 'TimeoutError', 'MessageRejected', 'InternalFailure'])(
  'after %s the event fails, leaves no claim, and the next delivery sends',
  async (name) => {
    const { deps, receipt } = await setup();
    ses.on(SendRawEmailCommand).rejectsOnce(fault(name)).resolves({ MessageId: 'ses-2' });
    expect(await sendMails(deps, signIn)).toEqual({ ok: false, reason: 'failed' });
    expect(await receipt(signIn, 'new-sign-in')).toBeUndefined();
    expect(await sendMails(deps, signIn)).toEqual({ ok: true });
    expect(await receipt(signIn, 'new-sign-in')).toMatchObject({ status: 'sent' });
    expect(sentTo()).toHaveLength(2);
  },
);

test('a reply that is lost sends the mail a second time, never no time, and no third', async () => {
  const { deps } = await setup();
  const accepted: string[] = [];
  ses.on(SendRawEmailCommand).callsFake((input: { Destinations: string[] }) => {
    accepted.push(...input.Destinations);
    if (accepted.length === 1) throw fault('TimeoutError');
    return { MessageId: 'ses-2' };
  });
  expect(await sendMails(deps, signIn)).toEqual({ ok: false, reason: 'failed' });
  expect(await sendMails(deps, signIn)).toEqual({ ok: true });
  expect(await sendMails(deps, signIn)).toEqual({ ok: true });
  expect(accepted).toEqual(['ada.lovelace@example.com', 'ada.lovelace@example.com']);
});

test('a mail that SES refuses does not hold up the other of its event', async () => {
  const { deps } = await setup();
  let refusing = true;
  ses.on(SendRawEmailCommand).callsFake((input: { Destinations: string[] }) => {
    if (refusing && input.Destinations[0] === 'ada@analytical-engines.example')
      throw fault('MessageRejected');
    return { MessageId: 'ses-1' };
  });
  expect(await sendMails(deps, changeRequested)).toEqual({ ok: false, reason: 'failed' });
  expect(sentTo()).toContain('ada.lovelace@example.com');

  ses.resetHistory();
  refusing = false;
  expect(await sendMails(deps, changeRequested)).toEqual({ ok: true });
  expect(sentTo()).toEqual(['ada@analytical-engines.example']);
});

test('a delivery that dies while sending is taken up when its lease has ended', async () => {
  const { deps, clock } = await setup();
  await new Promise<void>((sending) => {
    const send = () => {
      sending();
      return new Promise<void>(() => undefined);
    };
    void sendMails({ ...deps, send }, signIn);
  });
  expect(await sendMails(deps, signIn)).toEqual({ ok: false, reason: 'being-sent' });
  expect(sentTo()).toEqual([]);

  clock.now = new Date(clock.now.getTime() + 61_000);
  expect(await sendMails(deps, signIn)).toEqual({ ok: true });
  expect(sentTo()).toEqual(['ada.lovelace@example.com']);
});

test('when the table is away nothing is sent', async () => {
  const { deps } = await setup();
  const away = openTable('no-such-table', (await startTestTable()).client);
  expect(await sendMails({ ...deps, table: away }, signIn)).toEqual({ ok: false, reason: 'failed' });
  expect(sentTo()).toEqual([]);
});

test('a receipt that cannot be written does not have the mail sent again', async () => {
  const { deps, lines } = await setup();
  const table = { ...deps.table };
  const send = (): Promise<void> => {
    table.name = 'no-such-table';
    return Promise.resolve();
  };
  expect(await sendMails({ ...deps, table, send }, signIn)).toEqual({ ok: true });
  expect(lines.join('\n')).toContain('Receipt not written');
});

test('an address that is none fails alone', async () => {
  const { deps } = await setup();
  const poisoned = {
    ...changeRequested,
    data: { ...changeRequested.data, newEmail: 'a@example.com,b@example.com' },
  };
  expect(await sendMails(deps, poisoned)).toEqual({ ok: false, reason: 'failed' });
  expect(sentTo()).toEqual(['ada.lovelace@example.com']);
});

test('the log tells of account, event and mail, never of address, code or name', async () => {
  const { deps, lines } = await setup();
  ses.on(SendRawEmailCommand).rejectsOnce(fault('MessageRejected'));
  await sendMails(deps, sampleEnvelope('latchkey.password.reset-requested'));
  await sendMails(deps, signIn);
  const log = lines.join('\n');
  expect(log).toContain(`"eventId":"${signIn.id}"`);
  expect(log).toContain(`"fault":"MessageRejected"`);
  expect(log).not.toMatch(/@example|ada\.lovelace|Lovelace|code=|203\.0\.113|2001:db8/);
});
