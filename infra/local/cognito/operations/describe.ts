import * as v from 'valibot';

import { clientId, userPoolId } from './fields.ts';
import { adminOperation } from './operation.ts';

export const describeUserPool = adminOperation(v.strictObject({ UserPoolId: userPoolId }), (pool) => {
  const { passwordPolicy, temporaryPasswordDays } = pool.settings;
  return {
    UserPool: {
      Id: pool.state.userPoolId,
      Name: 'latchkey-local',
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      MfaConfiguration: 'OPTIONAL',
      UserPoolTier: 'ESSENTIALS',
      EstimatedNumberOfUsers: pool.state.users.length,
      Policies: {
        SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] },
        PasswordPolicy: {
          MinimumLength: passwordPolicy.minimumLength,
          RequireLowercase: passwordPolicy.requireLowercase,
          RequireUppercase: passwordPolicy.requireUppercase,
          RequireNumbers: passwordPolicy.requireNumbers,
          RequireSymbols: passwordPolicy.requireSymbols,
          TemporaryPasswordValidityDays: temporaryPasswordDays,
        },
      },
    },
  };
});

const clientSchema = v.strictObject({ UserPoolId: userPoolId, ClientId: clientId });

export const describeUserPoolClient = adminOperation(clientSchema, ({ settings, state }) => ({
  UserPoolClient: {
    UserPoolId: state.userPoolId,
    ClientId: state.clientId,
    ClientSecret: state.clientSecret,
    ClientName: 'latchkey-local',
    ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_AUTH'],
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: true,
    ReadAttributes: ['email', 'email_verified'],
    WriteAttributes: ['email'],
    AuthSessionValidity: settings.challengeMinutes,
    AccessTokenValidity: settings.accessTokenMinutes,
    IdTokenValidity: settings.idTokenMinutes,
    RefreshTokenValidity: settings.refreshTokenDays,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
  },
}));

/** Multi-factor and passkey configuration of the pool. */
export const getUserPoolMfaConfig = adminOperation(
  v.strictObject({ UserPoolId: userPoolId }),
  ({ settings: { webAuthn } }) => ({
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration: { Enabled: true },
    WebAuthnConfiguration: {
      RelyingPartyId: webAuthn.relyingPartyId,
      UserVerification: webAuthn.userVerification,
      FactorConfiguration: webAuthn.factorConfiguration,
    },
  }),
);
