import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Envelope } from '#events/envelope.ts';
import { sampleEnvelope } from '#events/samples.ts';
import { openTable } from '#functions/shared/aws/table-client.ts';
import { jsonLogger } from '#functions/shared/logger.ts';
import { startTestTable } from '#functions/testing/local-table.ts';
import type { Message } from '#functions/shared/mail/compose-message.ts';
import { handleBatch } from './handle-batch.ts';

const settings = {
  siteUrl: 'https://account.example.com',
  productName: 'Acme',
  supportEmail: '',
  codeSecret: 'a secret of the test',
  mailFrom: 'no-reply@example.com',
};

async function setup() {
  const { client, tableName } = await startTestTable();
  const sent: Message[] = [];
  const lines: string[] = [];
  const deps = {
    table: openTable(tableName, client),
    send: (message: Message) => {
      sent.push(message);
      return Promise.resolve();
    },
    settings: () => Promise.resolve(settings),
    now: () => new Date('2026-10-12T12:05:00.000Z'),
    newId: () => randomUUID(),
    logger: jsonLogger((line) => lines.push(line)),
  };
  const handle = (...bodies: string[]) =>
    handleBatch(deps, {
      Records: bodies.map((body, index) => ({ messageId: `message-${index}`, body })) as never,
    });
  return { deps, sent, lines, handle };
}

function busEvent(envelope: Envelope, parts: Record<string, unknown> = {}): string {
  return JSON.stringify({ 'detail-type': envelope.type, source: 'latchkey', detail: envelope, ...parts });
}

const signIn = sampleEnvelope('latchkey.session.started');
const reset = sampleEnvelope('latchkey.password.reset');

test('a batch sends the mails of all its events', async () => {
  const { sent, handle } = await setup();
  expect(await handle(busEvent(signIn), busEvent(reset))).toEqual({ batchItemFailures: [] });
  expect(sent.map(({ mailId }) => mailId).toSorted()).toEqual(['new-sign-in', 'password-was-reset']);
});

test('an event twice in one batch is mailed once', async () => {
  const { sent, handle } = await setup();
  await handle(busEvent(signIn), busEvent(signIn));
  expect(sent).toHaveLength(1);
});

test.each([
  ['no JSON', 'not JSON'],
  ['nothing', ''],
  ['another shape', '{"detail":[]}'],
  ['another source', busEvent(signIn, { source: 'somebody.else' })],
  ['an envelope without id', busEvent(signIn, { detail: { ...signIn, id: undefined } })],
  ['data of another shape', busEvent({ ...signIn, data: { email: ['ada@example.com', 'eve@example.com'] } })],
  ['no data', busEvent({ ...signIn, data: {} })],
])('a message with %s fails alone', async (_what, body) => {
  const { sent, handle, lines } = await setup();
  expect(await handle(busEvent(reset), body)).toEqual({
    batchItemFailures: [{ itemIdentifier: 'message-1' }],
  });
  expect(sent.map(({ mailId }) => mailId)).toEqual(['password-was-reset']);
  expect(lines.join('\n')).toContain('Event not readable');
  expect(lines.join('\n')).not.toContain('@example.com');
});

test('an event whose mail fails is delivered again, the others are not', async () => {
  const { deps, handle, sent } = await setup();
  deps.send = (message) => {
    if (message.mailId === 'new-sign-in') return Promise.reject(new Error('away'));
    sent.push(message);
    return Promise.resolve();
  };
  expect(await handle(busEvent(signIn), busEvent(reset))).toEqual({
    batchItemFailures: [{ itemIdentifier: 'message-0' }],
  });
  expect(sent).toHaveLength(1);
});

test('without the code secret nothing is sent and the whole batch comes again', async () => {
  const { deps, handle, sent } = await setup();
  deps.settings = () => Promise.reject(new Error('away'));
  await expect(handle(busEvent(signIn))).rejects.toThrow();
  expect(sent).toEqual([]);
});
