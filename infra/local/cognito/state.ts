import * as v from 'valibot';

const passwordSchema = v.object({
  salt: v.string(),
  hash: v.string(),
  /** scrypt's N. */
  cost: v.number(),
  /** Epoch milliseconds; null for a password that its owner chose. */
  temporaryUntil: v.nullable(v.number()),
});

/** A registered passkey; `publicKey` is COSE in base64url, `counter` the last one that its authenticator told. */
const passkeySchema = v.object({
  id: v.string(),
  publicKey: v.string(),
  counter: v.number(),
  transports: v.array(v.string()),
  attachment: v.nullable(v.string()),
  createdAt: v.number(),
});

const userSchema = v.object({
  sub: v.string(),
  attributes: v.record(v.string(), v.string()),
  enabled: v.boolean(),
  status: v.picklist(['UNCONFIRMED', 'CONFIRMED', 'FORCE_CHANGE_PASSWORD']),
  createdAt: v.number(),
  modifiedAt: v.number(),
  password: passwordSchema,
  failures: v.object({ count: v.number(), lastAttemptAt: v.number(), lockedUntil: v.number() }),
  /** When ChangePassword was tried in the last hour. */
  passwordChanges: v.array(v.number()),
  /** The verified authenticator, and the last time step whose code it spent. */
  totp: v.nullable(v.object({ secret: v.string(), lastStep: v.number() })),
  /** The secret of an authenticator that is associated but not verified yet. */
  pendingTotpSecret: v.nullable(v.string()),
  mfa: v.object({ enabled: v.boolean(), preferred: v.boolean() }),
  passkeys: v.optional(v.array(passkeySchema), []),
  /** Whether a passkey stands for both factors (WebAuthnMfaSettings). */
  passkeyMfa: v.optional(v.boolean(), false),
  /** The registration under way: the one challenge that may be answered, once. */
  passkeyRegistration: v.optional(
    v.nullable(v.object({ challenge: v.string(), expiresAt: v.number() })),
    null,
  ),
});

/** A sign-in and every token that comes from it; `id` is their `origin_jti`. */
const tokenFamilySchema = v.object({
  id: v.string(),
  sub: v.string(),
  refreshTokenHash: v.string(),
  authenticatedAt: v.number(),
  expiresAt: v.number(),
  revoked: v.boolean(),
});

const challengeSchema = v.object({
  sessionHash: v.string(),
  sub: v.string(),
  name: v.picklist(['SOFTWARE_TOKEN_MFA', 'NEW_PASSWORD_REQUIRED', 'WEB_AUTHN']),
  /** What a passkey must sign, for WEB_AUTHN. */
  toSign: v.optional(v.string(), ''),
  expiresAt: v.number(),
  triesLeft: v.number(),
});

/** All that the stand-in remembers. Times are epoch milliseconds. */
export const stateSchema = v.object({
  userPoolId: v.string(),
  clientId: v.string(),
  clientSecret: v.string(),
  /** RSA private key, PKCS #8 in PEM. */
  signingKey: v.string(),
  users: v.array(userSchema),
  families: v.array(tokenFamilySchema),
  challenges: v.array(challengeSchema),
  /** Failed sign-ins of user names that don't exist. */
  strangersFailures: v.optional(v.number(), 0),
});

export type State = v.InferOutput<typeof stateSchema>;
export type User = v.InferOutput<typeof userSchema>;
export type Passkey = v.InferOutput<typeof passkeySchema>;
export type Password = v.InferOutput<typeof passwordSchema>;
export type TokenFamily = v.InferOutput<typeof tokenFamilySchema>;
export type Challenge = v.InferOutput<typeof challengeSchema>;
