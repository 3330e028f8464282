/** What the stand-in lets a pool be told; everything else about it is fixed, as Latchkey deploys it. */
export interface PoolSettings {
  readonly passwordPolicy: PasswordPolicy;
  readonly accessTokenMinutes: number;
  readonly idTokenMinutes: number;
  readonly refreshTokenDays: number;
  /** How long a challenge's Session lives. */
  readonly challengeMinutes: number;
  readonly temporaryPasswordDays: number;
  readonly webAuthn: WebAuthnSettings;
}

/** WebAuthnConfiguration of the pool. */
export interface WebAuthnSettings {
  /** The host that passkeys are for, without a port. */
  readonly relyingPartyId: string;
  readonly userVerification: 'required' | 'preferred';
  readonly factorConfiguration: 'SINGLE_FACTOR' | 'MULTI_FACTOR_WITH_USER_VERIFICATION';
}

export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly requireLowercase: boolean;
  readonly requireUppercase: boolean;
  readonly requireNumbers: boolean;
  readonly requireSymbols: boolean;
}

/** The settings of the deployed pool: length instead of composition (ASVS 6.2.5), short access, 30 days of refresh. */
export const deployedSettings: PoolSettings = {
  passwordPolicy: {
    minimumLength: 8,
    requireLowercase: false,
    requireUppercase: false,
    requireNumbers: false,
    requireSymbols: false,
  },
  accessTokenMinutes: 5,
  idTokenMinutes: 5,
  refreshTokenDays: 30,
  challengeMinutes: 5,
  temporaryPasswordDays: 7,
  // Deployed it is the site's host; here the site is at localhost, which browsers take without HTTPS.
  webAuthn: {
    relyingPartyId: 'localhost',
    userVerification: 'required',
    factorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
  },
};
