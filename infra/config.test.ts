import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, readStage, stages } from './config.ts';

const mtls = {
  apiHost: 'api.account.example.com',
  apiCertificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/0a1b',
  clientCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/0c1d',
  trustStore: { bucket: 'example-trust', key: 'latchkey.pem' },
};

/** What is said of a stage; fails when it is taken. */
function complaint(name: unknown, settings?: Record<string, unknown>): string {
  try {
    readStage(name, settings);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('The stage was taken');
}

describe('a stage', () => {
  test.each(['dev', 'staging', 'prod'])('%s can be deployed as it is written', (name) => {
    expect(readStage(name)).toMatchObject({ name });
  });

  test.each([
    ['qa', 'Unknown stage "qa": write -c stage=dev, -c stage=staging or -c stage=prod.'],
    ['__proto__', 'Unknown stage "__proto__": write -c stage=dev, -c stage=staging or -c stage=prod.'],
    ['', 'Unknown stage "": write -c stage=dev, -c stage=staging or -c stage=prod.'],
    [undefined, 'No stage given: write -c stage=dev, -c stage=staging or -c stage=prod.'],
    [['prod'], 'No stage given: write -c stage=dev, -c stage=staging or -c stage=prod.'],
  ])('%s is refused with what to write', (name, message) => {
    expect(complaint(name)).toBe(message);
  });
});

describe('a setting', () => {
  const prodWith = (changes: Record<string, unknown>) =>
    complaint('prod', { prod: { ...stages.prod, ...changes } });

  test('that is missing is named, with what to write; all of them at once', () => {
    const { mailFrom: _, logDays: __, ...incomplete } = stages.prod;
    expect(complaint('prod', { prod: incomplete })).toBe(
      [
        'Stage "prod" in infra/config.ts can\'t be deployed:',
        '  mailFrom: missing or wrong, write the address that mails come from, such as "account@example.com"',
        '  logDays: missing or wrong, write 7, 14, 30, 90, 180, 365 or 731',
      ].join('\n'),
    );
  });

  test.each([
    ['productName', ' '],
    ['mailFrom', 'not an address'],
    ['mailIdentity', 'none'],
    ['supportEmail', 'support@'],
    ['alarmMail', undefined],
    ['alarmMail', 'the one on duty'],
    ['emailChange', true],
    ['passwordComposition', 'false'],
    ['sessionAbsoluteDays', 0],
    ['sessionAbsoluteDays', 1.5],
    ['sessionAbsoluteDays', '30'],
    ['providerTests', true],
    ['data', 'precious'],
    ['logDays', 12],
    ['requestsPerSecond', -1],
    ['edges', 'mars'],
    ['domain', 'account.example.com'],
    ['webAcl', true],
    ['originSecretTurn', 0],
    ['restoredTable', 'latchkey-restored'],
    // The stream of another table: nothing that happens would be told.
    [
      'restoredTable',
      {
        name: 'latchkey-restored',
        streamArn: 'arn:aws:dynamodb:eu-central-1:111122223333:table/latchkey/stream/2026-11-20T10:00:00.000',
      },
    ],
    ['restoredTable.name', ''],
    ['restoredTable.streamArn', 'arn:aws:dynamodb:eu-central-1:111122223333:table/latchkey-restored'],
    ['webAcl.requestsPerFiveMinutes', 5],
  ])('%s can’t be %j', (path, value) => {
    const [setting = '', inner] = path.split('.');
    const field = path;
    expect(prodWith({ [setting]: inner === undefined ? value : { [inner]: value } })).toMatch(
      new RegExp(`^  ${field}: missing or wrong, write .+`, 'm'),
    );
  });

  test.each([
    ['domain.name', { name: 'https://account.example.com' }],
    ['domain.certificateArn', { certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/0a1b' }],
    ['domain.hostedZone.id', { hostedZone: { id: '', name: 'example.com' } }],
    ['domain.hostedZone.name', { hostedZone: { id: 'Z0123456789', name: '' } }],
    ['domain.name', { name: undefined }],
    ['domain.certificateArn', { certificateArn: undefined }],
    ['domain.hostedZone', { originMtls: mtls }],
    ['domain.originMtls.apiHost', { originMtls: { ...mtls, apiHost: 'https://api.example.com' } }],
    ['domain.originMtls.apiCertificateArn', { originMtls: { ...mtls, apiCertificateArn: 'a certificate' } }],
    [
      'domain.originMtls.clientCertificateArn',
      { originMtls: { ...mtls, clientCertificateArn: mtls.apiCertificateArn } },
    ],
    ['domain.originMtls.trustStore', { originMtls: { ...mtls, trustStore: 's3://trust/latchkey.pem' } }],
  ])('%s is named down to its field', (field, wrong) => {
    const domain = {
      name: 'account.example.com',
      certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b',
      ...wrong,
    };
    expect(prodWith({ domain })).toMatch(new RegExp(`^  ${field}: missing or wrong, write .+`, 'm'));
  });

  test('that there is not is told to be removed', () => {
    expect(prodWith({ mailform: 'account@example.com' })).toContain(
      '  mailform: there is no such setting, remove it',
    );
  });

  test.each(['prod', 'staging'])('of %s can’t make its data disposable', (name) => {
    expect(complaint(name, { [name]: { ...stages.prod, data: 'disposable' } })).toContain(
      '  data: missing or wrong, write "protected" or "disposable"; only dev may be "disposable"',
    );
  });
});

test('the app stops with the sentence alone', { timeout: 30_000 }, () => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, 'app.ts')], {
    env: { ...process.env, CDK_CONTEXT_JSON: JSON.stringify({ stage: 'qa' }) },
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr.trim()).toBe(complaint('qa'));
  expect(stdout).toBe('');
});
