import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { AdminGetUserCommand, DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, onTestFinished, test } from 'vitest';

import { startCognito, type CognitoOptions } from './server.ts';
import { post } from './tests/post.ts';
import { cheapScrypt, clientOf, newEmail, newPassword } from './tests/test-pool.ts';

/** These are about the stand-in as a server, so they run on it whatever the conformance tests run against. */
const setup = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-cognito-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const stateFile = join(folder, 'deep', 'cognito.json');
  const start = async (options: Partial<CognitoOptions> = {}) => {
    const cognito = await startCognito({ stateFile, scryptCost: cheapScrypt, ...options });
    const client = clientOf(cognito.endpoint);
    onTestFinished(async () => {
      client.destroy();
      await cognito.close();
    });
    return { ...cognito, client };
  };
  return { stateFile, start };
};

test('pool, client, keys, users and tokens survive a restart on another port', async () => {
  const { start } = await setup();
  const first = await start();
  const user = await addUser(first, newEmail());
  const { AuthenticationResult } = await signIn(first, user);
  await first.close();

  const second = await start();

  const { userPoolId, clientId, clientSecret } = first;
  expect(second).toMatchObject({ userPoolId, clientId, clientSecret });
  const answer = await post(second.endpoint, 'GetUser', { AccessToken: AuthenticationResult.AccessToken });
  expect(answer).toMatchObject({ status: 200, body: { Username: user.sub } });
});

test('a lock-out survives a kill', async () => {
  const { start } = await setup();
  const now = () => new Date('2026-01-01T12:00:00Z');
  const first = await start({ now });
  const user = await addUser(first, newEmail());
  for (let n = 0; n < 5; n += 1) await signIn(first, { ...user, password: 'wrong password' });

  // The first one isn't closed: what it would write at its end must not be needed.
  const answer = await signIn(await start({ now }), user);

  expect(answer).toMatchObject({ message: 'Password attempts exceeded' });
});

// Cognito doesn't say how it counts guesses that run at the same time; the stand-in is strict.
test('parallel guesses get no more tries than guesses in a row', async () => {
  // Hashing at a high cost, so that all guesses have begun before the first one has failed; and no lock-out ends.
  const now = () => new Date('2026-01-01T12:00:00Z');
  const cognito = await (await setup()).start({ scryptCost: 2 ** 13, now });
  const user = await addUser(cognito, newEmail());

  const answers = await Promise.all(
    Array.from({ length: 12 }, () => signIn(cognito, { ...user, password: newPassword() })),
  );

  const messages = answers.map((answer) => ('message' in answer ? answer.message : undefined));
  expect(messages.filter((message) => message === 'Incorrect username or password.')).toHaveLength(5);
  expect(messages.filter((message) => message === 'Password attempts exceeded')).toHaveLength(7);
});

test('a sign-in with the old password that is under way when it is replaced fails', async () => {
  // The old password takes long to check, the new one is quickly set.
  const { start } = await setup();
  const first = await start({ scryptCost: 2 ** 15 });
  const user = await addUser(first, newEmail());
  await first.close();
  const second = await start({ scryptCost: cheapScrypt });

  const underWay = signIn(second, user);
  const replaced = await post(second.endpoint, 'AdminSetUserPassword', {
    UserPoolId: second.userPoolId,
    Username: user.sub,
    Password: newPassword(),
    Permanent: true,
  });

  expect(replaced.status).toBe(200);
  expect(await underWay).toMatchObject({ message: 'Incorrect username or password.' });
});

test('what was acknowledged survives a kill at any moment', { timeout: 30_000 }, async () => {
  const { stateFile, start } = await setup();
  const script = `
    import { startCognito } from ${JSON.stringify(new URL('server.ts', import.meta.url).href)};
    const cognito = await startCognito({ stateFile: ${JSON.stringify(stateFile)}, scryptCost: ${cheapScrypt} });
    console.log(JSON.stringify(cognito));
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const running = JSON.parse((await lines.next()).value!) as Running;

  const acknowledged: string[] = [];
  const writers = Array.from({ length: 4 }, async () => {
    for (;;) {
      const email = newEmail();
      await signUp(running, email, newPassword());
      acknowledged.push(email);
      if (acknowledged.length === 60) child.kill('SIGKILL');
    }
  });
  await Promise.allSettled(writers);

  const { client, userPoolId } = await start();
  expect(acknowledged.length).toBeGreaterThanOrEqual(60);
  for (const Username of acknowledged) {
    await client.send(new AdminGetUserCommand({ UserPoolId: userPoolId, Username }));
  }
});

test('the state is for its owner only, and holds no password and no token', async () => {
  const { stateFile, start } = await setup();
  const cognito = await start();
  const user = await addUser(cognito, newEmail());
  const { AuthenticationResult } = await signIn(cognito, user);

  const state = await readFile(stateFile, 'utf8');
  expect(state).toContain(user.sub);
  expect(state).not.toContain(user.password);
  expect(state).not.toContain(AuthenticationResult.RefreshToken);
  expect((await stat(stateFile)).mode & 0o077).toBe(0);
});

test('nothing is left of a deleted user', async () => {
  const { stateFile, start } = await setup();
  const cognito = await start();
  const user = await addUser(cognito, newEmail());
  await signIn(cognito, user);

  await post(cognito.endpoint, 'AdminDeleteUser', { UserPoolId: cognito.userPoolId, Username: user.sub });

  const state = await readFile(stateFile, 'utf8');
  expect(state).not.toContain(user.sub);
  expect(state).not.toContain(user.email);
});

test('a file that is no state stops the start with a sentence that names it', async () => {
  const { stateFile, start } = await setup();
  await (await start()).close();
  await writeFile(stateFile, '{"users": []}');

  await expect(start()).rejects.toThrow(stateFile);
});

test('switched off, it drops connections; hanging, it never answers; then it is back', async () => {
  const cognito = await (await setup()).start();
  const { client, userPoolId } = cognito;
  const describe = () =>
    client.send(new DescribeUserPoolCommand({ UserPoolId: userPoolId }), {
      abortSignal: AbortSignal.timeout(300),
    });
  await describe();

  cognito.fault('down');
  await expect(describe()).rejects.toMatchObject({
    code: expect.stringMatching(/ECONNRESET|EPIPE|ECONNREFUSED/),
  });
  cognito.fault('hang');
  await expect(describe()).rejects.toMatchObject({ name: 'AbortError' });
  cognito.fault('up');
  await expect(describe()).resolves.toHaveProperty('UserPool.Id', userPoolId);
});

interface Running {
  readonly endpoint: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

function secretHash({ clientId, clientSecret }: Running, username: string): string {
  return createHmac('sha256', clientSecret)
    .update(username + clientId)
    .digest('base64');
}

async function signUp(cognito: Running, email: string, password: string) {
  const answer = await post(cognito.endpoint, 'SignUp', {
    ClientId: cognito.clientId,
    SecretHash: secretHash(cognito, email),
    Username: email,
    Password: password,
  });
  expect(answer.status).toBe(200);
  return answer.body as { UserSub: string };
}

async function addUser(cognito: Running, email: string) {
  const password = newPassword();
  const { UserSub: sub } = await signUp(cognito, email, password);
  const { status } = await post(cognito.endpoint, 'AdminConfirmSignUp', {
    UserPoolId: cognito.userPoolId,
    Username: sub,
  });
  expect(status).toBe(200);
  return { email, password, sub };
}

async function signIn(cognito: Running, { email, password }: { email: string; password: string }) {
  const { body } = await post(cognito.endpoint, 'AdminInitiateAuth', {
    UserPoolId: cognito.userPoolId,
    ClientId: cognito.clientId,
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: email, PASSWORD: password, SECRET_HASH: secretHash(cognito, email) },
  });
  return body as { AuthenticationResult: { AccessToken: string; RefreshToken: string } };
}
