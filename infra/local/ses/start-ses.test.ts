import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { SendEmailCommand, SendRawEmailCommand, SESClient } from '@aws-sdk/client-ses';
import type { SendRawEmailCommandInput } from '@aws-sdk/client-ses';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { expect, it, onTestFinished } from 'vitest';

import type { FeedbackEvent } from './feedback.ts';
import { startSes } from './start-ses.ts';
import type { SesOptions } from './start-ses.ts';

async function setup(options: Partial<SesOptions> = {}) {
  const stateDir = options.stateDir ?? (await mkdtemp(join(tmpdir(), 'ses-')));
  const feedback: FeedbackEvent[] = [];
  const ses = await startSes({ stateDir, onFeedback: (event) => void feedback.push(event), ...options });
  const client = clientOf(ses.endpoint);
  onTestFinished(async () => {
    await ses.close();
    await rm(stateDir, { recursive: true, force: true });
  });
  const raw = (message: string | Uint8Array, input: Partial<SendRawEmailCommandInput> = {}) =>
    client.send(new SendRawEmailCommand({ RawMessage: { Data: Buffer.from(message) }, ...input }));
  return { stateDir, ses, client, raw, feedback };
}

function clientOf(endpoint: string): SESClient {
  return new SESClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
}

const plain = (headers: string[]) => [...headers, '', 'Hello'].join('\r\n');
const to = (address: string) => plain(['From: no-reply@example.com', `To: ${address}`, 'Subject: Hi']);

it('keeps a raw mail with its texts, decoded subject and headers, and none of the headers SES removes', async () => {
  const { ses, raw } = await setup({ now: () => new Date('2026-05-12T12:00:00Z') });
  const message = await new MailComposer({
    from: { name: 'Zugangsschlüssel', address: 'no-reply@example.com' },
    to: 'ada@example.com',
    bcc: 'hidden@example.com',
    subject: 'Bestätige deine Adresse ✓ and a long tail that has to be folded over two lines of the header',
    text: 'Grüße',
    html: '<p>Grüße</p>',
    headers: { 'List-Unsubscribe': '<https://example.com/u>', 'X-SES-MESSAGE-TAGS': 'a=b' },
  })
    .compile()
    .build();

  const { MessageId } = await raw(message, {
    Source: 'no-reply@example.com',
    Destinations: ['ada@example.com'],
    ConfigurationSetName: 'security',
    Tags: [{ Name: 'mail', Value: 'confirm' }],
  });

  const [mail, ...others] = ses.messages();
  expect(others).toEqual([]);
  expect(mail).toMatchObject({
    id: MessageId,
    from: 'Zugangsschlüssel <no-reply@example.com>',
    to: ['ada@example.com'],
    subject: 'Bestätige deine Adresse ✓ and a long tail that has to be folded over two lines of the header',
    sentAt: '2026-05-12T12:00:00.000Z',
    configurationSet: 'security',
    tags: { mail: 'confirm' },
  });
  expect(mail?.text.trim()).toBe('Grüße');
  expect(mail?.html.trim()).toBe('<p>Grüße</p>');
  const names = mail?.headers.map(({ name }) => name.toLowerCase());
  expect(names).toContain('list-unsubscribe');
  expect(names).not.toContain('bcc');
  expect(names).not.toContain('x-ses-message-tags');
  expect(mail?.headers.filter(({ name }) => name === 'Message-ID')).toEqual([
    { name: 'Message-ID', value: `<${String(MessageId)}@email.amazonses.com>` },
  ]);
});

it('delivers to the headers only when no destination is given', async () => {
  const { ses, raw } = await setup();
  const message = plain([
    'From: a@example.com',
    'To: Ada <b@example.com>, c@example.com',
    'Bcc: d@example.com',
  ]);
  await raw(message);
  await raw(message, { Destinations: ['only@example.com'] });
  expect(ses.messages().map((mail) => mail.to)).toEqual([
    ['only@example.com'],
    ['b@example.com', 'c@example.com', 'd@example.com'],
  ]);
});

it('keeps a mail of SendEmail', async () => {
  const { ses, client } = await setup();
  await client.send(
    new SendEmailCommand({
      Source: 'Latchkey <no-reply@example.com>',
      Destination: { ToAddresses: ['ada@example.com'], CcAddresses: ['bob@example.com'] },
      Message: {
        Subject: { Data: 'Hi & welcome' },
        Body: { Text: { Data: 'text' }, Html: { Data: '<b>html</b>' } },
      },
    }),
  );
  expect(ses.messages({ to: 'BOB@example.com' })).toMatchObject([
    { from: 'Latchkey <no-reply@example.com>', subject: 'Hi & welcome', text: 'text', html: '<b>html</b>' },
  ]);
  expect(ses.messages({ to: 'carol@example.com' })).toEqual([]);
});

it.each([
  ['no From', plain(['To: a@example.com']), {}, "Missing required header 'From'."],
  ['no recipient', plain(['From: a@example.com']), {}, 'no recipients'],
  ['an address without domain', to('ada'), {}, "Missing final '@domain'"],
  ['a domain with a wrong character', to('ada@exa_mple.com'), {}, 'Domain contains illegal character'],
  ['a local part outside ASCII', to('bücher@example.com'), {}, 'local part'],
  ['a sender that is none', to('a@example.com'), { Source: 'nobody' }, "Missing final '@domain'"],
  [
    'two subjects',
    plain(['From: a@example.com', 'To: b@example.com', 'Subject: x', 'Subject: y']),
    {},
    "Duplicate header 'Subject'.",
  ],
  [
    'two addresses as one',
    to('a@example.com'),
    { Destinations: ['a@example.com, b@example.com'] },
    'several',
  ],
  [
    'a line break in a destination',
    to('a@example.com'),
    { Destinations: ['a@example.com\r\nBcc: b@example.com'] },
    'control',
  ],
  [
    'too many recipients',
    to('a@example.com'),
    { Destinations: Array.from({ length: 51 }, (_, i) => `a${i}@example.com`) },
    '50',
  ],
  [
    'a tag with a wrong character',
    to('a@example.com'),
    { Tags: [{ Name: 'a b', Value: 'c' }] },
    'Invalid tag',
  ],
])('refuses %s, and keeps nothing', async (_what, message, input, said) => {
  const { ses, raw, stateDir } = await setup();
  const error = await raw(message, input).catch((fault: unknown) => fault);
  expect(error).toMatchObject({ name: 'InvalidParameterValue', message: expect.stringContaining(said) });
  expect(error).toMatchObject({ $metadata: { httpStatusCode: 400 } });
  expect(ses.messages()).toEqual([]);
  expect(await readdir(join(stateDir, 'ses'))).toEqual([]);
});

it('refuses a line break in the subject and in the sender of SendEmail', async () => {
  const { ses, client } = await setup();
  const input = (subject: string, source: string) =>
    new SendEmailCommand({
      Source: source,
      Destination: { ToAddresses: ['ada@example.com'] },
      Message: { Subject: { Data: subject }, Body: { Text: { Data: 'text' } } },
    });
  const injected = '\r\nBcc: eve@example.com';
  await expect(client.send(input(`Hi${injected}`, 'a@example.com'))).rejects.toThrow('line break');
  await expect(client.send(input('Hi', `a@example.com${injected}`))).rejects.toThrow('control');
  expect(ses.messages()).toEqual([]);
});

it('refuses senders that are not verified and configuration sets that do not exist', async () => {
  const { ses, raw } = await setup({ identities: ['example.com'], configurationSets: ['security'] });
  const foreign = to('b@example.com').replace('no-reply@example.com', 'eve@example.org');
  await expect(raw(foreign)).rejects.toMatchObject({ name: 'MessageRejected' });
  await expect(raw(to('b@example.com'), { ConfigurationSetName: 'none' })).rejects.toThrow(
    'Configuration set <none> does not exist.',
  );
  await raw(to('b@example.com'), { ConfigurationSetName: 'security' });
  expect(ses.messages()).toHaveLength(1);
});

it('refuses a message over 10 MB, unknown actions and unsigned calls', async () => {
  const { ses, raw } = await setup();
  await expect(raw(`${to('a@example.com')}${'x'.repeat(10 * 1024 * 1024)}`)).rejects.toThrow(
    'Message length',
  );
  const form = (action: string, authorization: string) =>
    fetch(ses.endpoint, {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams({ Action: action }),
    });
  expect(await (await form('DeleteEverything', 'AWS4-HMAC-SHA256 x')).text()).toContain(
    '<Code>InvalidAction</Code>',
  );
  expect((await form('SendEmail', 'Basic x')).status).toBe(403);
});

it('reports bounces, complaints and deliveries to the configuration set, and nothing without one', async () => {
  const { raw, feedback } = await setup();
  const input = { ConfigurationSetName: 'security', Tags: [{ Name: 'account', Value: '42' }] };
  await raw(to('bounce+1@example.com'));
  expect(feedback).toEqual([]);

  const { MessageId } = await raw(to('bounce+1@example.com'), input);
  await raw(to('complaint@example.com'), input);
  await raw(to('delivery@example.com'), input);
  await raw(to('ada@example.com'), input);

  expect(feedback.map(({ eventType }) => eventType)).toEqual(['Bounce', 'Delivery', 'Complaint', 'Delivery']);
  expect(feedback[0]).toMatchObject({
    bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: 'bounce+1@example.com' }] },
    mail: {
      messageId: MessageId,
      destination: ['bounce+1@example.com'],
      tags: { 'ses:configuration-set': ['security'], account: ['42'] },
    },
  });
  expect(feedback[2]).toMatchObject({
    complaint: { complainedRecipients: [{ emailAddress: 'complaint@example.com' }] },
  });
});

it('can be down, hang, and heal', async () => {
  const { ses, client, raw } = await setup();
  ses.fault('down');
  await expect(raw(to('a@example.com'))).rejects.toThrow(/socket hang up|ECONNRESET/);

  ses.fault('hang');
  const call = new SendRawEmailCommand({ RawMessage: { Data: Buffer.from(to('a@example.com')) } });
  await expect(client.send(call, { abortSignal: AbortSignal.timeout(100) })).rejects.toThrow(/abort/i);
  expect(ses.messages()).toEqual([]);

  ses.fault('up');
  await raw(to('a@example.com'));
  expect(ses.messages()).toHaveLength(1);
});

it('has every acknowledged mail after SIGKILL, in order', async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'ses-'));
  const script = `import { startSes } from ${JSON.stringify(import.meta.resolve('./start-ses.ts'))};
    console.log((await startSes({ stateDir: ${JSON.stringify(stateDir)} })).endpoint);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const endpoint = await new Promise<string>((resolve) =>
    child.stdout.once('data', (line) => resolve(String(line).trim())),
  );
  const client = clientOf(endpoint);
  for (let index = 0; index < 20; index += 1) {
    await client.send(
      new SendRawEmailCommand({ RawMessage: { Data: Buffer.from(to(`a${index}@example.com`)) } }),
    );
  }
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  // What a kill in the middle of a write leaves behind.
  await writeFile(join(stateDir, 'ses', 'half.unfinished'), '{"id":');

  const { ses } = await setup({ stateDir });
  const expected = Array.from({ length: 20 }, (_, index) => [`a${19 - index}@example.com`]);
  expect(ses.messages().map((mail) => mail.to)).toEqual(expected);
});
