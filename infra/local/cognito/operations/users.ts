import * as v from 'valibot';

import { closeChallengesOf } from '../challenges.ts';
import { CognitoError } from '../errors.ts';
import { checkPolicy, hashPassword } from '../passwords.ts';
import { randomToken } from '../pool.ts';
import { revokeAll } from '../tokens.ts';
import {
  addUser,
  attributesOf,
  factorsOf,
  findUser,
  profileOf,
  requireUser,
  setAttributes,
  touch,
} from '../users.ts';
import { attributes, password, userOfPool, userPoolId } from './fields.ts';
import { adminOperation } from './operation.ts';
import { temporaryUntil } from './passwords.ts';

export const adminGetUser = adminOperation(v.strictObject(userOfPool), (pool, input) => {
  const user = requireUser(pool, input.Username);
  return { ...profileOf(user), ...factorsOf(user), UserAttributes: attributesOf(user) };
});

const createSchema = v.strictObject({
  ...userOfPool,
  UserAttributes: v.optional(attributes, []),
  TemporaryPassword: v.optional(password),
  // Anything else would make Cognito send a mail, which this pool never does.
  MessageAction: v.literal('SUPPRESS'),
});

export const adminCreateUser = adminOperation(createSchema, async (pool, input) => {
  const temporary = input.TemporaryPassword ?? randomToken(32);
  if (input.TemporaryPassword !== undefined) checkPolicy(pool.settings.passwordPolicy, temporary);
  const user = addUser(pool, {
    username: input.Username,
    attributes: input.UserAttributes,
    password: await hashPassword(temporary, pool.scryptCost, temporaryUntil(pool)),
    status: 'FORCE_CHANGE_PASSWORD',
  });
  return { User: { ...profileOf(user), Attributes: attributesOf(user) } };
});

const updateSchema = v.strictObject({ ...userOfPool, UserAttributes: v.pipe(attributes, v.minLength(1)) });

export const adminUpdateUserAttributes = adminOperation(updateSchema, (pool, input) => {
  setAttributes(pool, requireUser(pool, input.Username), input.UserAttributes);
  return {};
});

export const adminDeleteUser = adminOperation(v.strictObject(userOfPool), (pool, input) => {
  const user = requireUser(pool, input.Username);
  const others = ({ sub }: { sub: string }) => sub !== user.sub;
  pool.state.users = pool.state.users.filter(others);
  pool.state.families = pool.state.families.filter(others);
  pool.state.challenges = pool.state.challenges.filter(others);
  return {};
});

export const adminDisableUser = adminOperation(v.strictObject(userOfPool), (pool, input) => {
  const user = requireUser(pool, input.Username);
  user.enabled = false;
  revokeAll(pool, user);
  closeChallengesOf(pool, user);
  touch(pool, user);
  return {};
});

export const adminEnableUser = adminOperation(v.strictObject(userOfPool), (pool, input) => {
  const user = requireUser(pool, input.Username);
  user.enabled = true;
  touch(pool, user);
  return {};
});

const listSchema = v.strictObject({
  UserPoolId: userPoolId,
  Filter: v.string(),
  Limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(60))),
});

/** Finds one user: of Cognito's filters only equality of email or sub is here. */
export const listUsers = adminOperation(listSchema, (pool, input) => {
  const [, name, quoted] = /^(email|sub)\s*=\s*"((?:[^"\\]|\\["\\])*)"$/.exec(input.Filter) ?? [];
  if (quoted === undefined) {
    throw new CognitoError(
      'InvalidParameterException',
      'Filter: only email = "…" and sub = "…" are supported.',
    );
  }
  const value = quoted.replaceAll(/\\(["\\])/g, '$1');
  const user = findUser(pool, value);
  const asked = name === 'sub' ? user?.sub === value : user?.sub !== value;
  return {
    Users: user !== undefined && asked ? [{ ...profileOf(user), Attributes: attributesOf(user) }] : [],
  };
});
