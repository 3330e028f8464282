import { randomUUID } from 'node:crypto';

import { CognitoError, type ErrorName } from './errors.ts';
import type { Pool } from './pool.ts';
import type { Password, User } from './state.ts';

export type Attribute = { Name: string; Value: string };

/** The standard attributes of OpenID Connect that may be written. The pool has no custom ones. */
const writable = new Set(
  (
    'address birthdate email email_verified family_name gender given_name locale middle_name name nickname ' +
    'phone_number phone_number_verified picture preferred_username profile website zoneinfo'
  ).split(' '),
);

/** The user by sub, or by email in any case of letters. */
export function findUser(pool: Pool, username: string): User | undefined {
  const email = username.toLowerCase();
  return pool.state.users.find((user) => user.sub === username || emailOf(user) === email);
}

/** The user of an administrator's call: those may know who exists. */
export function requireUser(pool: Pool, username: string): User {
  const user = findUser(pool, username);
  if (!user) throw new CognitoError('UserNotFoundException', 'User does not exist.');
  return user;
}

const emailOf = (user: User) => user.attributes['email']?.toLowerCase();

function refuseTakenEmail(pool: Pool, email: string, type: ErrorName, owner?: User): void {
  if (pool.state.users.some((user) => user !== owner && emailOf(user) === email.toLowerCase())) {
    throw new CognitoError(type, 'An account with the given email already exists.');
  }
}

interface NewUser {
  readonly username: string;
  readonly attributes: readonly Attribute[];
  readonly password: Password;
  readonly status: User['status'];
}

/** Adds a user whose username is an email address; UsernameExistsException when it is taken in any case of letters. */
export function addUser(pool: Pool, { username, attributes, password, status }: NewUser): User {
  if (!isEmail(username)) throw new CognitoError('InvalidParameterException', 'Username should be an email.');
  const email = attributes.find(({ Name }) => Name === 'email');
  if (email && email.Value.toLowerCase() !== username.toLowerCase()) {
    throw new CognitoError('InvalidParameterException', 'The email attribute must be the username.');
  }
  refuseTakenEmail(pool, username, 'UsernameExistsException');

  const now = pool.now().getTime();
  const user: User = {
    sub: randomUUID(),
    attributes: { email: username, email_verified: 'false' },
    enabled: true,
    status,
    createdAt: now,
    modifiedAt: now,
    password,
    failures: { count: 0, lastAttemptAt: 0, lockedUntil: 0 },
    passwordChanges: [],
    totp: null,
    pendingTotpSecret: null,
    mfa: { enabled: false, preferred: false },
    passkeys: [],
    passkeyMfa: false,
    passkeyRegistration: null,
  };
  setAttributes(pool, user, attributes);
  pool.state.users.push(user);
  return user;
}

/**
 * Writes attributes, all or none. A new email applies at once, because the pool verifies none by itself, and
 * counts as unverified unless the same call says otherwise.
 */
export function setAttributes(pool: Pool, user: User, attributes: readonly Attribute[]): void {
  for (const attribute of attributes) checkAttribute(attribute);
  const given = Object.fromEntries(attributes.map(({ Name, Value }) => [Name, Value]));
  const email = given['email'];
  if (email !== undefined) refuseTakenEmail(pool, email, 'AliasExistsException', user);
  const changesEmail = email !== undefined && email.toLowerCase() !== emailOf(user);
  user.attributes = { ...user.attributes, ...(changesEmail ? { email_verified: 'false' } : {}), ...given };
  touch(pool, user);
}

function checkAttribute({ Name, Value }: Attribute): void {
  if (!writable.has(Name)) {
    throw new CognitoError(
      'InvalidParameterException',
      `user.${Name}: Attribute does not exist in the schema or cannot be written.`,
    );
  }
  if (Name === 'email' && !isEmail(Value)) {
    throw new CognitoError('InvalidParameterException', 'Invalid email address format.');
  }
  if (Name.endsWith('_verified') && Value !== 'true' && Value !== 'false') {
    throw new CognitoError('InvalidParameterException', `user.${Name}: must be true or false.`);
  }
}

const isEmail = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);

/** Every change of a user is dated. */
export function touch(pool: Pool, user: User): void {
  user.modifiedAt = pool.now().getTime();
}

export function attributesOf(user: User): Attribute[] {
  return Object.entries({ ...user.attributes, sub: user.sub }).map(([Name, Value]) => ({ Name, Value }));
}

/** What AdminGetUser, AdminCreateUser and ListUsers say of a user beside the attributes. Times in epoch seconds. */
export function profileOf(user: User) {
  return {
    Username: user.sub,
    UserCreateDate: user.createdAt / 1000,
    UserLastModifiedDate: user.modifiedAt / 1000,
    Enabled: user.enabled,
    UserStatus: user.status,
  };
}

/** The second factors that a user has switched on. */
export function factorsOf(user: User) {
  return {
    ...(user.mfa.enabled ? { UserMFASettingList: ['SOFTWARE_TOKEN_MFA'] } : {}),
    ...(user.mfa.enabled && user.mfa.preferred ? { PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' } : {}),
  };
}
