import * as v from 'valibot';

import { closeChallengesOf } from '../challenges.ts';
import { requireClientSecret } from '../client-secret.ts';
import { CognitoError } from '../errors.ts';
import type { Pool } from '../pool.ts';
import type { User } from '../state.ts';
import { authenticate, findFamily, revokeAll } from '../tokens.ts';
import { attributesOf, factorsOf, requireUser } from '../users.ts';
import { clientId, token, userOfPool } from './fields.ts';
import { adminOperation, publicOperation } from './operation.ts';

/** The client's ReadAttributes, and the sub, which everybody reads. */
const clientReads = new Set(['sub', 'email', 'email_verified']);

const accessTokenSchema = v.strictObject({ AccessToken: token });

export const getUser = publicOperation(accessTokenSchema, async (pool, input) => {
  const user = await authenticate(pool, input.AccessToken);
  const readable = attributesOf(user).filter(({ Name }) => clientReads.has(Name));
  return { Username: user.sub, UserAttributes: readable, ...factorsOf(user) };
});

const revokeSchema = v.strictObject({
  ClientId: clientId,
  ClientSecret: v.optional(v.string()),
  Token: token,
});

/** Ends one sign-in: its refresh token and its access tokens. An unknown token is revoked already (RFC 7009 §2.2). */
export const revokeToken = publicOperation(revokeSchema, (pool, input) => {
  requireClientSecret(pool, input.ClientSecret);
  if (input.Token.split('.').length === 3) {
    throw new CognitoError('UnsupportedTokenTypeException', 'Only refresh tokens can be revoked.');
  }
  const family = findFamily(pool, input.Token);
  if (family) family.revoked = true;
  return {};
});

export const globalSignOut = publicOperation(accessTokenSchema, async (pool, input) =>
  signOutEverywhere(pool, await authenticate(pool, input.AccessToken)),
);

export const adminUserGlobalSignOut = adminOperation(v.strictObject(userOfPool), (pool, input) =>
  signOutEverywhere(pool, requireUser(pool, input.Username)),
);

function signOutEverywhere(pool: Pool, user: User) {
  revokeAll(pool, user);
  closeChallengesOf(pool, user);
  return {};
}
