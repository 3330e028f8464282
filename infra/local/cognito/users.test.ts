import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';

import { newEmail, openTestPool } from './tests/test-pool.ts';

const pool = await openTestPool();

const get = (Username: string) => pool.client.send(new AdminGetUserCommand({ ...pool.ids, Username }));

const attributesOf = async (username: string) =>
  Object.fromEntries((await get(username)).UserAttributes!.map(({ Name, Value }) => [Name, Value]));

const update = (Username: string, attributes: Record<string, string>) =>
  pool.client.send(
    new AdminUpdateUserAttributesCommand({
      ...pool.ids,
      Username,
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );

const list = async (Filter: string) =>
  (await pool.client.send(new ListUsersCommand({ ...pool.ids, Filter }))).Users!;

test('an administrator finds a user by sub and by address in any case', async () => {
  const user = await pool.addUser();

  for (const username of [user.sub, user.email, user.email.toUpperCase()]) {
    expect(await get(username)).toMatchObject({
      Username: user.sub,
      Enabled: true,
      UserStatus: 'CONFIRMED',
      UserCreateDate: expect.any(Date),
      UserLastModifiedDate: expect.any(Date),
    });
  }
});

test('an administrator is told that a user does not exist', async () => {
  for (const username of [newEmail(), crypto.randomUUID(), '__proto__']) {
    await expect(get(username)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  }
});

test('a created user waits for a new password, and nothing is mailed', async () => {
  const email = newEmail();
  const user = await pool.createUser(email);

  expect(user).toMatchObject({ UserStatus: 'FORCE_CHANGE_PASSWORD', Enabled: true });
  expect(await attributesOf(user.Username!)).toMatchObject({ email, email_verified: 'true' });
});

test('a user is not created over another, in any case of letters, nor with a weak password', async () => {
  const user = await pool.addUser();

  await expect(pool.createUser(user.email.toUpperCase())).rejects.toMatchObject({
    name: 'UsernameExistsException',
  });
  await expect(pool.createUser(newEmail(), 'seven77')).rejects.toMatchObject({
    name: 'InvalidPasswordException',
  });
});

test('address and verification together apply at once', async () => {
  const user = await pool.addUser();
  const email = newEmail();

  await update(user.sub, { email, email_verified: 'true' });

  expect(await attributesOf(user.sub)).toMatchObject({ email, email_verified: 'true' });
  await expect(pool.tokensOf({ ...user, email })).resolves.toHaveProperty('accessToken');
  await expect(pool.signIn(user.email, user.password)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  });
});

test('the address that was given up is free again', async () => {
  const user = await pool.addUser();
  await update(user.sub, { email: newEmail(), email_verified: 'true' });

  const successor = await pool.addUser(user.email);

  expect(successor.sub).not.toBe(user.sub);
});

test('a new address without its verification is unverified', async () => {
  const user = await pool.addUser();

  await update(user.sub, { email: newEmail() });

  expect((await attributesOf(user.sub)).email_verified).toBe('false');
});

test('the address of another user is refused in any case, and nothing changes', async () => {
  const user = await pool.addUser();
  const other = await pool.addUser();

  for (const email of [other.email, other.email.toUpperCase()]) {
    await expect(update(user.sub, { email, email_verified: 'true', name: 'New' })).rejects.toMatchObject({
      name: 'AliasExistsException',
    });
  }

  const attributes = await attributesOf(user.sub);
  expect(attributes).toMatchObject({ email: user.email });
  expect(attributes.name).toBeUndefined();
});

test('one address that several users claim at once goes to one of them', async () => {
  const users = [await pool.addUser(), await pool.addUser(), await pool.addUser()];
  const email = newEmail();

  const outcomes = await Promise.allSettled(
    users.map(({ sub }) => update(sub, { email, email_verified: 'true' })),
  );

  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test.each([
  ['sub', { sub: crypto.randomUUID() }],
  ['an unknown attribute', { 'custom:role': 'admin' }],
  ['an address that is none', { email: 'nobody' }],
])('%s cannot be written', async (_, attributes: Record<string, string>) => {
  const user = await pool.addUser();

  await expect(update(user.sub, attributes)).rejects.toMatchObject({
    name: expect.stringMatching(/^(InvalidParameter|NotAuthorized)Exception$/),
  });
});

test('a deleted user is gone, and deleting again says so', async () => {
  const user = await pool.addUser();
  const remove = () => pool.client.send(new AdminDeleteUserCommand({ ...pool.ids, Username: user.sub }));

  await remove();

  await expect(get(user.sub)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  await expect(remove()).rejects.toMatchObject({ name: 'UserNotFoundException' });
  await expect(pool.signIn(user.email, user.password)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  });
});

test('users are listed by address and by sub', async () => {
  const user = await pool.addUser();
  await pool.addUser();

  expect(await list(`email = "${user.email}"`)).toMatchObject([{ Username: user.sub }]);
  expect(await list(`sub = "${user.sub}"`)).toMatchObject([{ Username: user.sub }]);
  expect(await list(`email = "${newEmail()}"`)).toEqual([]);
  expect(await list(`email = "${user.sub}"`)).toEqual([]);
});

test('a filter cannot be broken out of', async () => {
  const user = await pool.addUser();

  expect(await list(String.raw`email = "x\" or sub = \"${user.sub}"`)).toEqual([]);
  await expect(list(`email = "x" or sub = "${user.sub}"`)).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
});
