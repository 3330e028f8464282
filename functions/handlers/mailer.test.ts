import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendRawEmailCommand, SESClient } from '@aws-sdk/client-ses';
import { mockClient } from 'aws-sdk-client-mock';
import type { SQSEvent } from 'aws-lambda';
import { expect, test, vi } from 'vitest';
import { sampleEnvelope } from '#events/samples.ts';
import { codeMatches } from '#functions/shared/mailed-code.ts';
import { startTestTable } from '#functions/testing/local-table.ts';

const secrets = mockClient(SecretsManagerClient);
const ses = mockClient(SESClient);

async function setup() {
  const { endpoint, tableName } = await startTestTable();
  const environment = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    TABLE_NAME: tableName,
    SITE_URL: 'https://account.example.com',
    CODE_SECRET_ID: 'code-secret',
    MAIL_FROM: 'no-reply@example.com',
    MAIL_CONFIGURATION_SET: 'security',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  secrets.on(GetSecretValueCommand, { SecretId: 'code-secret' }).resolves({
    SecretString: JSON.stringify({ current: 'the current secret', previous: 'the previous one' }),
  });
  ses.on(SendRawEmailCommand).resolves({ MessageId: 'ses-1' });
  return import('./mailer.ts');
}

test('the function mails what its queue brings, with codes under the current secret', async () => {
  const { handler } = await setup();
  const detail = sampleEnvelope('latchkey.password.reset-requested');
  const body = JSON.stringify({ 'detail-type': detail.type, source: 'latchkey', detail });
  const batch = {
    Records: [
      { messageId: 'one', body },
      { messageId: 'two', body: '{}' },
    ],
  } as unknown as SQSEvent;

  expect(await handler(batch)).toEqual({ batchItemFailures: [{ itemIdentifier: 'two' }] });

  const [call, ...others] = ses.commandCalls(SendRawEmailCommand);
  expect(others).toEqual([]);
  expect(call?.args[0].input).toMatchObject({
    Destinations: ['ada.lovelace@example.com'],
    ConfigurationSetName: 'security',
  });
  const mime = Buffer.from(call?.args[0].input.RawMessage?.Data ?? [])
    .toString()
    .replaceAll('=\r\n', '');
  const code = /code=3D([0-9A-Z]{26})/.exec(mime)?.[1] ?? '';
  expect(codeMatches(['the current secret'], 'password-reset', detail.id, code)).toBe(true);
});
