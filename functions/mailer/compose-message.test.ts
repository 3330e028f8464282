import PostalMime, { type Email } from 'postal-mime';
import { expect, test } from 'vitest';
import { sampleEnvelope } from '#events/samples.ts';
import { composeMessage, type Message } from '#functions/shared/mail/compose-message.ts';
import type { Mail } from '#functions/shared/mail/mail-description.ts';
import { mailsOf } from './mails-of.ts';

const settings = {
  siteUrl: 'https://account.example.com',
  productName: 'Acmé "Tools", Inc.',
  supportEmail: 'help@example.com',
  codeSecret: 'a secret of the test',
  mailFrom: 'no-reply@mail.example.com',
};
const now = new Date('2026-10-12T12:05:00.000Z');
const envelope = sampleEnvelope('latchkey.password.reset-requested');

async function compose(parts: Partial<Record<keyof Mail, unknown>> = {}, more = {}): Promise<Message> {
  const [mail] = mailsOf(envelope, { ...settings, ...more });
  return composeMessage(envelope, { ...mail, ...parts } as Mail, { ...settings, ...more }, now);
}

function headersOf({ headers }: Email): Record<string, string[]> {
  return Object.fromEntries(
    headers.map(({ key }) => [key, headers.filter((one) => one.key === key).map(({ value }) => value)]),
  );
}

test('the message has one sender, one recipient, both parts and the headers of an automatic mail', async () => {
  const message = await compose();
  const email = await PostalMime.parse(message.mime);
  expect(email.from).toEqual({ name: settings.productName, address: settings.mailFrom });
  expect(email.to).toEqual([{ name: '', address: 'ada.lovelace@example.com' }]);
  expect(email.replyTo).toEqual([{ name: '', address: 'help@example.com' }]);
  expect(email.subject).toBe('Reset your Acmé "Tools", Inc. password');
  expect(email.text).toContain('https://account.example.com/reset-password?email=');
  expect(email.html).toContain('https://account.example.com/reset-password?email=');
  expect(email.attachments).toEqual([]);
  expect(message).toMatchObject({ mailId: 'reset-password', eventId: envelope.id, from: settings.mailFrom });
  expect(headersOf(email)).toMatchObject({
    'auto-submitted': ['auto-generated'],
    'message-id': [`<${envelope.id}.reset-password@mail.example.com>`],
    date: ['Mon, 12 Oct 2026 12:05:00 +0000'],
  });
});

test('without a support address nobody is named for replies', async () => {
  const email = await PostalMime.parse((await compose({}, { supportEmail: '' })).mime);
  expect(email.replyTo).toBeUndefined();
  expect(email.text).not.toContain('Questions?');
});

test('no line is longer than SMTP allows, and all end in CRLF', async () => {
  const raw = Buffer.from((await compose()).mime).toString('latin1');
  expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  for (const line of raw.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
});

test.each([
  [['ada@example.com', 'eve@example.com']],
  [['ada@example.com']],
  ['ada@example.com,eve@example.com'],
  ['ada@example.com; eve@example.com'],
  ['ada@example.com\r\nBcc: eve@example.com'],
  ['Ada <ada@example.com>'],
  ['"ada eve"@example.com'],
  [{ address: 'ada@example.com' }],
  ['ada@ü%.example'],
  [''],
  [null],
])('the recipient %j is refused', async (to) => {
  await expect(compose({ to })).rejects.toThrow();
});

test('an international domain is written in the form that SES takes', async () => {
  expect((await compose({ to: 'ada@xn--bcher-kva.example' })).to).toBe('ada@xn--bcher-kva.example');
  await expect(compose({ to: 'ada@bücher.example' })).rejects.toThrow('invalid-email');
});

test.each(['subject', 'greeting', 'heading', 'preheader', 'why'])(
  'a line break in %s starts no header',
  async (part) => {
    const email = await PostalMime.parse(
      (await compose({ [part]: 'Hi\r\nBcc: eve@example.com\r\n\r\nBcc: eve@example.com' })).mime,
    );
    expect(email.bcc ?? []).toEqual([]);
    expect(headersOf(email)).not.toHaveProperty('bcc');
    expect(headersOf(email)['subject']).toHaveLength(1);
    expect(email.html).toContain('</html>');
  },
);

test('a line break in the product name starts no header', async () => {
  const email = await PostalMime.parse(
    (await compose({}, { productName: 'Acme\r\nBcc: eve@example.com' })).mime,
  );
  expect(headersOf(email)).not.toHaveProperty('bcc');
  expect(email.from).toEqual({ name: 'Acme Bcc: eve@example.com', address: settings.mailFrom });
});
