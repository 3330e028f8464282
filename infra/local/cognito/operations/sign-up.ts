import * as v from 'valibot';

import { requireSecretHash } from '../client-secret.ts';
import { CognitoError } from '../errors.ts';
import { checkPolicy, hashPassword } from '../passwords.ts';
import { addUser, requireUser, touch } from '../users.ts';
import { attributes, clientId, password, userOfPool, username } from './fields.ts';
import { adminOperation, publicOperation } from './operation.ts';

const signUpSchema = v.strictObject({
  ClientId: clientId,
  SecretHash: v.optional(v.string()),
  Username: username,
  Password: password,
  UserAttributes: v.optional(attributes, []),
});

/** Verifies nothing and sends nothing: the pool has no AutoVerifiedAttributes. */
export const signUp = publicOperation(signUpSchema, async (pool, input) => {
  requireSecretHash(pool, input.Username, input.SecretHash);
  // The client's WriteAttributes.
  if (input.UserAttributes.some(({ Name }) => Name !== 'email')) {
    throw new CognitoError('NotAuthorizedException', 'A client attempted to write unauthorized attribute');
  }
  checkPolicy(pool.settings.passwordPolicy, input.Password);
  // Hashed before looking whether the address is taken, so that both answers take the same time.
  const hashed = await hashPassword(input.Password, pool.scryptCost, null);
  const user = addUser(pool, {
    username: input.Username,
    attributes: input.UserAttributes,
    password: hashed,
    status: 'UNCONFIRMED',
  });
  return { UserConfirmed: false, UserSub: user.sub };
});

/** Confirms the user; the email stays unverified. */
export const adminConfirmSignUp = adminOperation(v.strictObject(userOfPool), (pool, input) => {
  const user = requireUser(pool, input.Username);
  if (user.status !== 'UNCONFIRMED') {
    throw new CognitoError(
      'NotAuthorizedException',
      `User cannot be confirmed. Current status is ${user.status}`,
    );
  }
  user.status = 'CONFIRMED';
  touch(pool, user);
  return {};
});
