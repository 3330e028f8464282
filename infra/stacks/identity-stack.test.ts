import { describe, expect, test } from 'vitest';
import { only, stageApp, templates } from './tests/synthesized.ts';

const prod = templates(stageApp('prod').stacks).identity;
const pool = only(prod, 'AWS::Cognito::UserPool');
const client = only(prod, 'AWS::Cognito::UserPoolClient').Properties;

describe('the user pool', () => {
  test('knows people by their address, in any case', () => {
    expect(pool.Properties['UsernameAttributes']).toEqual(['email']);
    expect(pool.Properties['AliasAttributes']).toBeUndefined();
    expect(pool.Properties['UsernameConfiguration']).toEqual({ CaseSensitive: false });
  });

  test('verifies nothing and sends no mail of its own', () => {
    expect(pool.Properties['AutoVerifiedAttributes']).toEqual([]);
    expect(pool.Properties['AccountRecoverySetting']).toEqual({
      RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }],
    });
    expect(pool.Properties['LambdaConfig']).toBeUndefined();
  });

  test('lets people sign up', () => {
    expect(pool.Properties['AdminCreateUserConfig']).toEqual({ AllowAdminCreateUserOnly: false });
  });

  test('has TOTP as the one optional second factor', () => {
    expect(pool.Properties['MfaConfiguration']).toBe('OPTIONAL');
    expect(pool.Properties['EnabledMfas']).toEqual(['SOFTWARE_TOKEN_MFA']);
    expect(pool.Properties['SmsConfiguration']).toBeUndefined();
  });

  test('takes passkeys with user verification, for the host of the site, as both factors', () => {
    expect(pool.Properties['Policies'].SignInPolicy).toEqual({
      AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'],
    });
    expect(pool.Properties['WebAuthnUserVerification']).toBe('required');
    expect(pool.Properties['WebAuthnFactorConfiguration']).toBe('MULTI_FACTOR_WITH_USER_VERIFICATION');
    // CloudFront's own name, where the stage has no domain.
    expect(pool.Properties['WebAuthnRelyingPartyID']).toEqual({
      'Fn::ImportValue': expect.stringMatching(/-site:.*Distribution.*DomainName/),
    });
    const domain = {
      name: 'account.example.com',
      certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/a',
    };
    const named = only(templates(stageApp('prod', { domain }).stacks).identity, 'AWS::Cognito::UserPool');
    expect(named.Properties['WebAuthnRelyingPartyID']).toBe('account.example.com');
  });

  test('asks for eight characters of any kind', () => {
    expect(pool.Properties['Policies'].PasswordPolicy).toEqual({
      MinimumLength: 8,
      RequireLowercase: false,
      RequireUppercase: false,
      RequireNumbers: false,
      RequireSymbols: false,
    });
  });

  test('asks for a composition where the stage does', () => {
    const { stacks } = stageApp('prod', { passwordComposition: true });
    const strict = only(templates(stacks).identity, 'AWS::Cognito::UserPool').Properties;
    expect(strict['Policies'].PasswordPolicy).toEqual({
      MinimumLength: 8,
      RequireLowercase: true,
      RequireUppercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
    });
  });

  test('is on the Essentials plan, without device tracking, which breaks refreshing after admin flows', () => {
    expect(pool.Properties['UserPoolTier']).toBe('ESSENTIALS');
    expect(pool.Properties['DeviceConfiguration']).toBeUndefined();
    expect(pool.Properties['UserPoolAddOns']).toBeUndefined();
  });

  test.each(['prod', 'staging'] as const)('refuses deletion and outlives its stack in %s', (stage) => {
    const protectedPool = only(templates(stageApp(stage).stacks).identity, 'AWS::Cognito::UserPool');
    expect(protectedPool.Properties['DeletionProtection']).toBe('ACTIVE');
    expect(protectedPool.DeletionPolicy).toBe('Retain');
  });

  test('goes with its stack in dev', () => {
    const disposable = only(templates(stageApp('dev').stacks).identity, 'AWS::Cognito::UserPool');
    expect(disposable.Properties['DeletionProtection']).toBe('INACTIVE');
    expect(disposable.DeletionPolicy).toBe('Delete');
  });
});

describe('the client', () => {
  test('has a secret and hides whether an address is known', () => {
    expect(client['GenerateSecret']).toBe(true);
    expect(client['PreventUserExistenceErrors']).toBe('ENABLED');
  });

  test('signs in by the admin flow or a passkey, and refreshes; nothing else', () => {
    expect(client['ExplicitAuthFlows']).toEqual([
      'ALLOW_ADMIN_USER_PASSWORD_AUTH',
      'ALLOW_USER_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
    ]);
    expect(client['AllowedOAuthFlowsUserPoolClient']).toBe(false);
    expect(client['AllowedOAuthFlows']).toBeUndefined();
    expect(client['CallbackURLs']).toBeUndefined();
    expect(client['SupportedIdentityProviders']).toEqual(['COGNITO']);
  });

  test('can revoke tokens, which live five minutes, or as long as a session', () => {
    expect(client['EnableTokenRevocation']).toBe(true);
    expect(client['AccessTokenValidity']).toBe(5);
    expect(client['IdTokenValidity']).toBe(5);
    expect(client['RefreshTokenValidity']).toBe(30 * 24 * 60);
    expect(client['TokenValidityUnits']).toEqual({
      AccessToken: 'minutes',
      IdToken: 'minutes',
      RefreshToken: 'minutes',
    });
  });

  test('waits five minutes for the second factor after the first', () => {
    expect(client['AuthSessionValidity']).toBe(5);
  });

  test("gives the refresh token the life of the stage's sessions", () => {
    const { stacks } = stageApp('prod', { sessionAbsoluteDays: 7 });
    const short = only(templates(stacks).identity, 'AWS::Cognito::UserPoolClient').Properties;
    expect(short['RefreshTokenValidity']).toBe(7 * 24 * 60);
  });

  test('reads and writes the address only', () => {
    expect(client['ReadAttributes']).toEqual(['email', 'email_verified']);
    expect(client['WriteAttributes']).toEqual(['email']);
  });

  test('has its secret kept in Secrets Manager, named by attribute and not in the template', () => {
    expect(only(prod, 'AWS::SecretsManager::Secret').Properties['SecretString']).toEqual({
      'Fn::Join': [
        '',
        ['{"current":"', { 'Fn::GetAtt': [expect.stringMatching(/^Client/), 'ClientSecret'] }, '"}'],
      ],
    });
  });
});
