import {
  ConflictException,
  PinpointSMSVoiceV2Client,
  ResourceNotFoundException,
  SendTextMessageCommand,
  ValidationException,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { startSms } from './start-sms.ts';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-sms-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function setup() {
  const sms = await startSms({ stateDir: folder, origins: ['+12025550100'] });
  const client = new PinpointSMSVoiceV2Client({
    endpoint: sms.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const send = (more: Partial<SendTextMessageCommand['input']> = {}) =>
    client.send(
      new SendTextMessageCommand({
        DestinationPhoneNumber: '+12025550123',
        OriginationIdentity: '+12025550100',
        MessageBody: '123456 is your code',
        TimeToLive: 600,
        ...more,
      }),
    );
  return { sms, send };
}

test('a message that was acknowledged is there after a restart', async () => {
  const { sms, send } = await setup();
  const { MessageId } = await send();
  await sms.close();
  const again = await setup();
  expect(again.sms.messages({ to: '+12025550123' })).toMatchObject([
    { id: MessageId, from: '+12025550100', text: '123456 is your code' },
  ]);
  await again.sms.close();
});

test('refuses what the service refuses, in its words', async () => {
  const { sms, send } = await setup();
  const wrong = send({ DestinationPhoneNumber: '12-34' });
  await expect(wrong).rejects.toBeInstanceOf(ValidationException);
  await expect(wrong).rejects.toMatchObject({ Fields: [{ Name: 'DestinationPhoneNumber' }] });
  await expect(send({ MessageBody: 'x'.repeat(1601) })).rejects.toBeInstanceOf(ValidationException);
  await expect(send({ OriginationIdentity: '+12025550199' })).rejects.toBeInstanceOf(
    ResourceNotFoundException,
  );
  const refused = send({ DestinationPhoneNumber: '+12025500000' });
  await expect(refused).rejects.toBeInstanceOf(ConflictException);
  await expect(refused).rejects.toMatchObject({ Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT' });
  expect(sms.messages({ to: '+12025500000' })).toEqual([]);
  await sms.close();
});
