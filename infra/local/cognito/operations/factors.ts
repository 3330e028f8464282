import * as v from 'valibot';

import { CognitoError } from '../errors.ts';
import type { Pool } from '../pool.ts';
import type { User } from '../state.ts';
import { authenticate } from '../tokens.ts';
import { newSecret, stepOf } from '../totp.ts';
import { requireUser, touch } from '../users.ts';
import { session, token, userOfPool } from './fields.ts';
import { adminOperation, publicOperation } from './operation.ts';

/** An access token or a Session. */
const holder = { AccessToken: v.optional(token), Session: v.optional(session) };
interface Holder {
  readonly AccessToken?: string | undefined;
  readonly Session?: string | undefined;
}

/** Gives a new secret. The authenticator in use, if any, stays until the new one is verified. */
export const associateSoftwareToken = publicOperation(v.strictObject(holder), async (pool, input) => {
  const user = await enrolling(pool, input);
  const secret = newSecret();
  user.pendingTotpSecret = secret;
  return { SecretCode: secret };
});

const verifySchema = v.strictObject({
  ...holder,
  UserCode: v.pipe(v.string(), v.regex(/^\d{6}$/)),
  FriendlyDeviceName: v.optional(v.string()),
});

/** Puts the associated authenticator to use; its code counts as used from then on. */
export const verifySoftwareToken = publicOperation(verifySchema, async (pool, input) => {
  const user = await enrolling(pool, input);
  if (user.pendingTotpSecret === null) {
    throw new CognitoError(
      'SoftwareTokenMFANotFoundException',
      'Software Token MFA does not exist for the user.',
    );
  }
  const step = stepOf(user.pendingTotpSecret, input.UserCode, pool.now());
  if (step === undefined) {
    throw new CognitoError(
      'EnableSoftwareTokenMFAException',
      'Code mismatch and fail enable Software Token MFA',
    );
  }
  user.totp = { secret: user.pendingTotpSecret, lastStep: step };
  user.pendingTotpSecret = null;
  touch(pool, user);
  return { Status: 'SUCCESS' };
});

/**
 * Who enrols. Only the Session of an MFA_SETUP challenge may stand for the access token, and a pool whose MFA is
 * optional never asks that challenge: any Session here is one that waits for another factor, and would replace it.
 */
async function enrolling(pool: Pool, input: Holder): Promise<User> {
  if ((input.AccessToken === undefined) === (input.Session === undefined)) {
    throw new CognitoError('InvalidParameterException', 'Give either an AccessToken or a Session.');
  }
  if (input.AccessToken !== undefined) return authenticate(pool, input.AccessToken);
  throw new CognitoError('NotAuthorizedException', 'Invalid session for the user.');
}

const authenticatorSettings = v.strictObject({
  Enabled: v.optional(v.boolean(), false),
  PreferredMfa: v.optional(v.boolean(), false),
});
const passkeySettings = v.strictObject({ Enabled: v.optional(v.boolean(), false) });
const preference = {
  SoftwareTokenMfaSettings: v.optional(authenticatorSettings),
  WebAuthnMfaSettings: v.optional(passkeySettings),
};
interface Preference {
  readonly SoftwareTokenMfaSettings?: v.InferOutput<typeof authenticatorSettings> | undefined;
  readonly WebAuthnMfaSettings?: v.InferOutput<typeof passkeySettings> | undefined;
}

export const setUserMfaPreference = publicOperation(
  v.strictObject({ AccessToken: token, ...preference }),
  async (pool, input) => prefer(pool, await authenticate(pool, input.AccessToken), input),
);

export const adminSetUserMfaPreference = adminOperation(
  v.strictObject({ ...userOfPool, ...preference }),
  (pool, input) => prefer(pool, requireUser(pool, input.Username), input),
);

/** Switches factors on or off, all or none of those named. */
function prefer(pool: Pool, user: User, input: Preference) {
  const mfa = input.SoftwareTokenMfaSettings
    ? authenticatorPreference(user, input.SoftwareTokenMfaSettings)
    : user.mfa;
  const passkeyMfa = input.WebAuthnMfaSettings?.Enabled ?? user.passkeyMfa;
  if (input.WebAuthnMfaSettings?.Enabled === true) requirePasskeyMfa(pool, mfa.enabled);
  Object.assign(user, { mfa, passkeyMfa });
  touch(pool, user);
  return {};
}

/** Off keeps the secret, so that on again needs no new enrolment. */
function authenticatorPreference(
  user: User,
  { Enabled, PreferredMfa }: v.InferOutput<typeof authenticatorSettings>,
) {
  // Cognito says this to switching off, too.
  if (!user.totp) {
    throw new CognitoError('InvalidParameterException', 'User has not set up software token mfa');
  }
  if (PreferredMfa && !Enabled) {
    throw new CognitoError('InvalidParameterException', 'A factor that is off cannot be the preferred one.');
  }
  return { enabled: Enabled, preferred: PreferredMfa };
}

/**
 * Documented: passkeys stand for both factors only where the pool is configured so, and "the user must also have at
 * least one other MFA method". Unsure: which exception says it, and whether a passkey must be registered already.
 */
function requirePasskeyMfa(pool: Pool, hasOther: boolean): void {
  if (pool.settings.webAuthn.factorConfiguration !== 'MULTI_FACTOR_WITH_USER_VERIFICATION' || !hasOther) {
    throw new CognitoError('InvalidParameterException', 'Passkey MFA cannot be enabled for this user.');
  }
}

/** Forgets the authenticator and its secret. */
export const adminDeleteSoftwareToken = adminOperation(v.strictObject(userOfPool), (pool, input) => {
  const user = requireUser(pool, input.Username);
  user.totp = null;
  user.pendingTotpSecret = null;
  user.mfa = { enabled: false, preferred: false };
  user.passkeyMfa = false;
  touch(pool, user);
  return {};
});
