import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import * as v from 'valibot';

import { CognitoError, wrongCredentials, type ErrorName } from './errors.ts';
import type { Pool } from './pool.ts';
import type { Passkey, User } from './state.ts';

/** ES256 and RS256, by their COSE numbers: what the documented creation options ask for. */
export const algorithms = [-7, -257];

// Loaded when the first passkey is, since it takes longer than the rest of the stand-in.
const verifier = () => import('@simplewebauthn/server');

const text = v.pipe(v.string(), v.minLength(1));
const common = {
  id: text,
  rawId: text,
  type: v.literal('public-key'),
  authenticatorAttachment: v.optional(v.picklist(['cross-platform', 'platform'])),
  clientExtensionResults: v.optional(v.record(v.string(), v.unknown()), {}),
};

/** RegistrationResponseJSON of WebAuthn Level 3, as far as it is looked at. */
export const registrationSchema = v.object({
  ...common,
  response: v.object({
    clientDataJSON: text,
    attestationObject: text,
    transports: v.optional(v.array(v.string()), []),
  }),
});
export type Registration = v.InferOutput<typeof registrationSchema>;

const assertionSchema = v.object({
  ...common,
  response: v.object({
    clientDataJSON: text,
    authenticatorData: text,
    signature: text,
    userHandle: v.nullish(v.string()),
  }),
});

const clientDataSchema = v.object({ type: v.string(), challenge: v.string(), origin: v.string() });

/** What the browser says that it let the authenticator sign. */
function clientDataOf(encoded: string): v.InferOutput<typeof clientDataSchema> | null {
  try {
    return v.parse(clientDataSchema, JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')));
  } catch {
    return null;
  }
}

/**
 * Whether pages of an origin may use the pool's passkeys: the relying party's host or one below it, over HTTPS; without
 * it at localhost only, as browsers do.
 */
function originAllowed(pool: Pool, origin: string): boolean {
  const { relyingPartyId } = pool.settings.webAuthn;
  const { protocol, hostname } = URL.parse(origin) ?? { protocol: '', hostname: '' };
  const secure = protocol === 'https:' || (protocol === 'http:' && hostname === 'localhost');
  return secure && (hostname === relyingPartyId || hostname.endsWith(`.${relyingPartyId}`));
}

const required = (pool: Pool) => pool.settings.webAuthn.userVerification === 'required';
const refuse = (type: ErrorName, message: string) => new CognitoError(type, message);

/** Checks a new credential against the challenge that it answers; gives the passkey to keep. */
export async function checkRegistration(
  pool: Pool,
  registration: Registration,
  toSign: string,
): Promise<Passkey> {
  const client = clientDataOf(registration.response.clientDataJSON);
  if (client?.challenge !== toSign) {
    throw refuse('WebAuthnChallengeNotFoundException', 'The challenge was not found.');
  }
  if (!originAllowed(pool, client.origin)) {
    throw refuse('WebAuthnOriginNotAllowedException', 'The origin is not allowed.');
  }
  const { verifyRegistrationResponse } = await verifier();
  const { relyingPartyId } = pool.settings.webAuthn;
  const response: RegistrationResponseJSON = {
    ...plain(registration),
    response: { ...registration.response, transports: [] },
  };
  const result = await verifyRegistrationResponse({
    response,
    expectedChallenge: toSign,
    expectedOrigin: client.origin,
    expectedRPID: relyingPartyId,
    requireUserVerification: required(pool),
    supportedAlgorithmIDs: algorithms,
  }).catch((error: unknown) => {
    throw /RP ID/i.test(String(error))
      ? refuse('WebAuthnRelyingPartyMismatchException', 'The credential is for another relying party.')
      : refuse('WebAuthnCredentialNotSupportedException', 'The credential is not supported.');
  });
  if (!result.verified)
    throw refuse('WebAuthnCredentialNotSupportedException', 'The credential is not supported.');
  const { id, publicKey, counter } = result.registrationInfo.credential;
  return {
    id,
    publicKey: Buffer.from(publicKey).toString('base64url'),
    counter,
    transports: registration.response.transports,
    attachment: registration.authenticatorAttachment ?? null,
    createdAt: pool.now().getTime(),
  };
}

/**
 * Checks that one of the user's own passkeys signed the challenge, at an allowed origin, with the user verified, and
 * that its counter went on (a copy of the authenticator lags behind). Unsure: how Cognito words each refusal.
 */
export async function checkAssertion(
  pool: Pool,
  user: User,
  toSign: string,
  credential: string,
): Promise<void> {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), assertionSchema), credential);
  if (!parsed.success)
    throw refuse('InvalidParameterException', 'CREDENTIAL is not an AuthenticationResponseJSON.');
  const assertion = parsed.output;
  const passkey = user.passkeys.find(({ id }) => id === assertion.id);
  const origin = clientDataOf(assertion.response.clientDataJSON)?.origin ?? '';
  if (!passkey || !originAllowed(pool, origin)) throw wrongCredentials();
  const { userHandle, ...signed } = assertion.response;
  if (userHandle != null && userHandle !== userHandleOf(user)) throw wrongCredentials();
  const { verifyAuthenticationResponse } = await verifier();
  const response: AuthenticationResponseJSON = { ...plain(assertion), response: signed };
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    expectedChallenge: toSign,
    expectedOrigin: origin,
    expectedRPID: pool.settings.webAuthn.relyingPartyId,
    credential: {
      id: passkey.id,
      publicKey: Buffer.from(passkey.publicKey, 'base64url'),
      counter: passkey.counter,
    },
    requireUserVerification: required(pool) || user.mfa.enabled,
  }).catch(() => {
    throw wrongCredentials();
  });
  // Removed while its signature was looked at.
  if (!verified || !user.passkeys.includes(passkey)) throw wrongCredentials();
  passkey.counter = authenticationInfo.newCounter;
}

/** The parts that both kinds of response share, without what wasn't sent. */
function plain({ authenticatorAttachment, ...rest }: Registration | v.InferOutput<typeof assertionSchema>) {
  const { id, rawId, type } = rest;
  const shared = { id, rawId, type, clientExtensionResults: {} };
  return authenticatorAttachment === undefined ? shared : { ...shared, authenticatorAttachment };
}

/** What an authenticator keeps beside the key to know whose it is. */
export const userHandleOf = (user: User) => Buffer.from(user.sub).toString('base64url');
