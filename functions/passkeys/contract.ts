import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import { emailSchema, timestampSchema } from '#functions/shared/fields.ts';

/** Cognito keeps no more for one person. */
export const mostPasskeys = 20;

const text = () =>
  v.string((issue) =>
    issue.received === 'undefined' || issue.received === 'null' ? 'required' : 'wrong-type',
  );

/** How a person tells their passkeys apart: one line, at most 100 characters. */
const passkeyNameSchema = v.pipe(
  text(),
  v.normalize('NFC'),
  v.trim(),
  v.nonEmpty('required'),
  v.check((name) => [...name].length <= 100, 'too-long'),
  v.check((name) => !/\p{Cc}/u.test(name), 'invalid-value'),
);

const passkeySchema = v.object({
  id: v.string(),
  name: v.string(),
  createdAt: timestampSchema,
  /** When it last signed in; null until then. */
  lastUsedAt: v.nullable(timestampSchema),
});

const base64Url = (maxLength: number) =>
  v.pipe(v.string(), v.nonEmpty(), v.maxLength(maxLength), v.regex(/^[A-Za-z0-9_-]+$/));

const transportsSchema = v.pipe(v.array(v.pipe(v.string(), v.maxLength(32))), v.maxLength(10));

const credentialFields = {
  id: base64Url(1400),
  rawId: base64Url(1400),
  type: v.literal('public-key'),
  authenticatorAttachment: v.exactOptional(v.picklist(['cross-platform', 'platform'])),
};

/** RegistrationResponseJSON of WebAuthn Level 3: a new credential, as `PublicKeyCredential.toJSON()` gives it. */
export const newCredentialSchema = v.object({
  ...credentialFields,
  response: v.object({
    clientDataJSON: base64Url(8192),
    attestationObject: base64Url(32_768),
    transports: v.exactOptional(transportsSchema),
    authenticatorData: v.exactOptional(base64Url(8192)),
    publicKey: v.exactOptional(base64Url(8192)),
    publicKeyAlgorithm: v.exactOptional(v.number()),
  }),
});
export type NewCredential = v.InferOutput<typeof newCredentialSchema>;

/** AuthenticationResponseJSON: the challenge, signed with a passkey. */
export const signedChallengeSchema = v.object({
  ...credentialFields,
  response: v.object({
    clientDataJSON: base64Url(8192),
    authenticatorData: base64Url(8192),
    signature: base64Url(2048),
    userHandle: v.exactOptional(v.nullable(base64Url(128))),
  }),
});
export type SignedChallenge = v.InferOutput<typeof signedChallengeSchema>;

/** PublicKeyCredentialCreationOptionsJSON: what `navigator.credentials.create` is called with. */
export const creationOptionsSchema = v.object({
  rp: v.object({ id: v.string(), name: v.string() }),
  user: v.object({ id: v.string(), name: v.string(), displayName: v.string() }),
  challenge: v.string(),
  pubKeyCredParams: v.array(v.object({ type: v.literal('public-key'), alg: v.number() })),
  timeout: v.exactOptional(v.number()),
  excludeCredentials: v.array(
    v.object({
      type: v.literal('public-key'),
      id: v.string(),
      transports: v.exactOptional(v.array(v.string())),
    }),
  ),
  authenticatorSelection: v.object({
    residentKey: v.literal('required'),
    requireResidentKey: v.literal(true),
    userVerification: v.literal('required'),
  }),
});
export type CreationOptions = v.InferOutput<typeof creationOptionsSchema>;

/** PublicKeyCredentialRequestOptionsJSON: what `navigator.credentials.get` is called with. */
const requestOptionsSchema = v.object({
  challenge: v.string(),
  rpId: v.string(),
  timeout: v.number(),
  userVerification: v.literal('required'),
});
export type RequestOptions = v.InferOutput<typeof requestOptionsSchema>;

const passkeyParams = v.object({ id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/)) });

export const listPasskeys = defineOperation({
  id: 'list-passkeys',
  summary: 'The passkeys of the person, oldest first',
  method: 'GET',
  path: '/api/user/passkeys',
  function: 'account',
  access: 'session',
  status: 200,
  output: v.object({ passkeys: v.array(passkeySchema) }),
  reasons: [],
});

export const startPasskey = defineOperation({
  id: 'start-passkey',
  summary: 'Begin to add a passkey: what the browser makes it with; good for a few minutes',
  method: 'POST',
  path: '/api/user/passkeys/options',
  function: 'identity',
  access: 'session',
  stepUp: true,
  status: 200,
  output: v.object({ options: creationOptionsSchema }),
  reasons: ['too-many-passkeys', 'authenticator-required'],
  limit: { calls: 60, windowSeconds: 600 },
});

export const addPasskey = defineOperation({
  id: 'add-passkey',
  summary: 'Add the passkey that the browser made, under a name',
  method: 'POST',
  path: '/api/user/passkeys',
  function: 'identity',
  access: 'session',
  stepUp: true,
  body: v.object({ name: passkeyNameSchema, credential: newCredentialSchema }),
  status: 201,
  output: passkeySchema,
  reasons: [
    'passkey-not-accepted',
    'challenge-expired',
    'too-many-passkeys',
    'authenticator-required',
    'session-rotated',
  ],
  limit: { calls: 60, windowSeconds: 600 },
});

export const renamePasskey = defineOperation({
  id: 'rename-passkey',
  summary: 'Give a passkey another name',
  method: 'PATCH',
  path: '/api/user/passkeys/{id}',
  function: 'account',
  access: 'session',
  params: passkeyParams,
  body: v.object({ name: passkeyNameSchema }),
  status: 204,
  reasons: ['not-found'],
  limit: { calls: 60, windowSeconds: 600 },
});

export const removePasskey = defineOperation({
  id: 'remove-passkey',
  summary: 'Remove a passkey; it signs in no more',
  method: 'DELETE',
  path: '/api/user/passkeys/{id}',
  function: 'identity',
  access: 'session',
  stepUp: true,
  params: passkeyParams,
  status: 204,
  reasons: ['not-found', 'factor-too-new', 'authenticator-required', 'session-rotated'],
  limit: { calls: 60, windowSeconds: 600 },
});

export const beginPasskeySignIn = defineOperation({
  id: 'begin-passkey-sign-in',
  summary: 'Begin to sign in with a passkey; the answer is alike for every address',
  method: 'POST',
  path: '/api/auth/passkey/options',
  function: 'identity',
  access: 'public',
  body: v.object({ email: emailSchema }),
  status: 200,
  output: v.object({ challenge: v.string(), options: requestOptionsSchema }),
  reasons: [],
  limit: { calls: 60, windowSeconds: 600 },
});

export const finishPasskeySignIn = defineOperation({
  id: 'finish-passkey-sign-in',
  summary: 'Sign in with the challenge signed by a passkey; sets the session cookie',
  method: 'POST',
  path: '/api/auth/passkey/verify',
  function: 'identity',
  access: 'public',
  body: v.object({
    challenge: v.pipe(
      text(),
      v.nonEmpty('required'),
      v.maxLength(6000, 'too-long'),
      v.regex(/^[A-Za-z0-9_-]+$/, 'invalid-value'),
    ),
    credential: signedChallengeSchema,
  }),
  status: 200,
  output: v.object({ status: v.literal('signed-in') }),
  reasons: ['passkey-refused', 'challenge-expired', 'account-disabled', 'forbidden', 'ip-not-allowed'],
  limit: { calls: 120, windowSeconds: 600 },
});
