import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { startCognito } from './server.ts';
import { post, signed } from './tests/post.ts';

/** These send what the SDK wouldn't, to the stand-in whatever the conformance tests run against. */
const folder = await mkdtemp(join(tmpdir(), 'latchkey-cognito-'));
const { endpoint, userPoolId, close } = await startCognito({ stateFile: join(folder, 'cognito.json') });
afterAll(async () => {
  await close();
  await rm(folder, { recursive: true });
});

test.each(['NoSuchOperation', 'InitiateAuth', '__proto__', ''])('operation "%s" is unknown', async (name) => {
  expect(await post(endpoint, name, {})).toMatchObject({
    status: 400,
    body: { __type: 'UnknownOperationException' },
  });
});

test('an administrator’s call must be signed', async () => {
  const body = { UserPoolId: userPoolId, Username: 'somebody' };

  for (const authorization of ['', 'Bearer x', signed.replace('cognito-idp', 's3')]) {
    expect(await post(endpoint, 'AdminGetUser', body, { authorization })).toMatchObject({
      status: 400,
      body: { __type: 'MissingAuthenticationTokenException' },
    });
  }
});

test('a body that is not JSON, or not declared as Cognito’s, is refused', async () => {
  const refused = { status: 400, body: { __type: 'SerializationException' } };

  expect(await post(endpoint, 'GetUser', '{')).toMatchObject(refused);
  expect(await post(endpoint, 'GetUser', {}, { 'content-type': 'application/json' })).toMatchObject(refused);
  expect(await post(endpoint, 'GetUser', { AccessToken: 'x'.repeat(2 ** 21) })).toMatchObject(refused);
});

test.each([
  ['SignUp', { Password: 'longenough', Username: 'a@example.com' }, 'ClientId'],
  ['SignUp', { ClientId: 'x', Password: 'longenough', Username: ['a@example.com'] }, 'Username'],
  ['SignUp', { ClientId: 'x', Password: { length: 9 }, Username: 'a@example.com' }, 'Password'],
  ['AdminGetUser', { UserPoolId: 'x', Username: 7 }, 'Username'],
  [
    'AdminUpdateUserAttributes',
    { UserPoolId: 'x', Username: 'a', UserAttributes: [{ Name: 'email' }] },
    'UserAttributes.0.Value',
  ],
  [
    'AdminSetUserPassword',
    { UserPoolId: 'x', Username: 'a', Password: 'longenough', Permanent: 'yes' },
    'Permanent',
  ],
  [
    'AdminInitiateAuth',
    { UserPoolId: 'x', ClientId: 'x', AuthFlow: 'x', AuthParameters: { PASSWORD: [] } },
    'AuthParameters.PASSWORD',
  ],
  [
    'AdminRespondToAuthChallenge',
    { UserPoolId: 'x', ClientId: 'x', ChallengeName: 'MFA_SETUP' },
    'ChallengeName',
  ],
  ['GetUser', { AccessToken: 'not a token' }, 'AccessToken'],
  ['GetUser', { AccessToken: 'x', ClientMetadata: {} }, 'ClientMetadata'],
  ['GetUser', [], 'AccessToken'],
  ['GetUser', null, 'body'],
])('%s with %j names the wrong field', async (operation, body, field) => {
  const answer = await post(endpoint, operation, body);

  expect(answer).toMatchObject({ status: 400, body: { __type: 'InvalidParameterException' } });
  expect(answer.body.message).toContain(`'${field}'`);
});

test('a refused value is not repeated', async () => {
  const answer = await post(endpoint, 'SignUp', { ClientId: 'x', Username: 'a@b.c', Password: ' secret ' });

  expect(answer.body.message).toContain("'Password'");
  expect(answer.body.message).not.toContain('secret');
});

test('another pool and another client do not exist', async () => {
  const unknown = { status: 400, body: { __type: 'ResourceNotFoundException' } };

  expect(await post(endpoint, 'DescribeUserPool', { UserPoolId: 'us-east-1_other' })).toMatchObject(unknown);
  expect(
    await post(endpoint, 'DescribeUserPoolClient', { UserPoolId: userPoolId, ClientId: 'other' }),
  ).toMatchObject(unknown);
});
