import * as v from 'valibot';

import { CognitoError } from '../errors.ts';
import { algorithms, checkRegistration, registrationSchema, userHandleOf } from '../passkeys.ts';
import { randomToken, type Pool } from '../pool.ts';
import type { User } from '../state.ts';
import { authenticate } from '../tokens.ts';
import { touch } from '../users.ts';
import { token } from './fields.ts';
import { publicOperation } from './operation.ts';

/**
 * Passkeys as their owner keeps them. Documented: the four operations take an access token and have no administrator's
 * variant, the shape of the creation options, 20 passkeys at most, the exceptions. Unsure, and strict here: how long a
 * registration may take (as long as a sign-in's challenge), that a wrong answer uses it up, the friendly name.
 */
const mostPasskeys = 20;

export const startWebAuthnRegistration = publicOperation(
  v.strictObject({ AccessToken: token }),
  async (pool, input) => {
    const user = await authenticate(pool, input.AccessToken);
    requireRoom(user);
    const milliseconds = pool.settings.challengeMinutes * 60_000;
    const challenge = randomToken(32);
    user.passkeyRegistration = { challenge, expiresAt: pool.now().getTime() + milliseconds };
    const { relyingPartyId, userVerification } = pool.settings.webAuthn;
    const name = user.attributes['email'] ?? user.sub;
    return {
      CredentialCreationOptions: {
        rp: { id: relyingPartyId, name: relyingPartyId },
        user: { id: userHandleOf(user), name, displayName: name },
        challenge,
        pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
        timeout: milliseconds,
        excludeCredentials: user.passkeys.map(({ id, transports }) => ({
          type: 'public-key',
          id,
          transports,
        })),
        authenticatorSelection: { requireResidentKey: true, residentKey: 'required', userVerification },
      },
    };
  },
);

export const completeWebAuthnRegistration = publicOperation(
  v.strictObject({ AccessToken: token, Credential: registrationSchema }),
  async (pool, input) => {
    const user = await authenticate(pool, input.AccessToken);
    const started = user.passkeyRegistration;
    user.passkeyRegistration = null;
    if (started === null || started.expiresAt <= pool.now().getTime()) {
      throw new CognitoError('WebAuthnChallengeNotFoundException', 'The challenge was not found.');
    }
    const passkey = await checkRegistration(pool, input.Credential, started.challenge);
    // From here to the answer nothing waits: the twenty-first finds no room, also beside others.
    requireRoom(user);
    requireNew(pool, passkey.id);
    user.passkeys.push(passkey);
    touch(pool, user);
    return {};
  },
);

function requireRoom(user: User): void {
  if (user.passkeys.length >= mostPasskeys) {
    throw new CognitoError('LimitExceededException', 'The user has the most passkeys allowed.');
  }
}

/** A credential belongs to one user (WebAuthn Level 3 §7.1, step 26). */
function requireNew(pool: Pool, id: string): void {
  if (pool.state.users.some(({ passkeys }) => passkeys.some((passkey) => passkey.id === id))) {
    throw new CognitoError(
      'WebAuthnCredentialNotSupportedException',
      'The credential is registered already.',
    );
  }
}

const listSchema = v.strictObject({
  AccessToken: token,
  NextToken: v.optional(v.string()),
  MaxResults: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(20))),
});

/** All on one page: there are never more than a page holds. */
export const listWebAuthnCredentials = publicOperation(listSchema, async (pool, input) => {
  const { passkeys } = await authenticate(pool, input.AccessToken);
  if (input.NextToken !== undefined)
    throw new CognitoError('InvalidParameterException', 'Invalid NextToken.');
  return {
    Credentials: passkeys.map(({ id, transports, attachment, createdAt }) => ({
      CredentialId: id,
      FriendlyCredentialName: 'Passkey',
      RelyingPartyId: pool.settings.webAuthn.relyingPartyId,
      ...(attachment === null ? {} : { AuthenticatorAttachment: attachment }),
      AuthenticatorTransports: transports,
      CreatedAt: createdAt / 1000,
    })),
  };
});

export const deleteWebAuthnCredential = publicOperation(
  v.strictObject({ AccessToken: token, CredentialId: v.pipe(v.string(), v.minLength(1)) }),
  async (pool, input) => {
    const user = await authenticate(pool, input.AccessToken);
    const kept = user.passkeys.filter(({ id }) => id !== input.CredentialId);
    if (kept.length === user.passkeys.length) {
      throw new CognitoError('ResourceNotFoundException', 'The credential does not exist.');
    }
    user.passkeys = kept;
    touch(pool, user);
    return {};
  },
);
