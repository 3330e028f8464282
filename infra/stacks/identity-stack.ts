import { Duration, RemovalPolicy, SecretValue, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPool,
  CfnUserPoolClient,
  ClientAttributes,
  FeaturePlan,
  Mfa,
  PasskeyUserVerification,
  UserPool,
  UserPoolClient,
  UserPoolClientIdentityProvider,
} from 'aws-cdk-lib/aws-cognito';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { currentValue } from '../constructs/house-secret.ts';
import { outputs } from '../constructs/outputs.ts';

export interface IdentityStackProps {
  readonly stage: Stage;
  /** The host of the site: what passkeys are made for. */
  readonly siteHost: string;
}

/** Who people are: the user pool, and the one client that reaches it, from the server only. */
export class IdentityStack extends Stack {
  readonly userPool: UserPool;
  readonly client: UserPoolClient;
  readonly clientSecret: Secret;

  constructor(scope: Construct, id: string, { stage, siteHost }: IdentityStackProps) {
    const isProtected = stage.data === 'protected';
    super(scope, id, {
      description: `Latchkey ${stage.name}: user pool and its client`,
      terminationProtection: isProtected,
    });
    const removalPolicy = isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    this.userPool = new UserPool(this, 'UserPool', {
      // Attributes as user names, not aliases, which VerifyUserAttribute can move between accounts.
      signInAliases: { email: true },
      signInCaseSensitive: false,
      selfSignUpEnabled: true,
      // Codes and links are ours (docs/decisions/001): the pool verifies nothing and never sends mail.
      autoVerify: { email: false, phone: false },
      accountRecovery: AccountRecovery.NONE,
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      signInPolicy: { allowedFirstAuthFactors: { password: true, passkey: true } },
      passkeyRelyingPartyId: siteHost,
      passkeyUserVerification: PasskeyUserVerification.REQUIRED,
      passwordPolicy: {
        minLength: 8,
        requireLowercase: stage.passwordComposition,
        requireUppercase: stage.passwordComposition,
        requireDigits: stage.passwordComposition,
        requireSymbols: stage.passwordComposition,
      },
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: isProtected,
      removalPolicy,
    });
    this.#letPasskeysBeBothFactors();
    acknowledge(this.userPool, {
      'AwsSolutions-COG1':
        'NIST SP 800-63B-4 and ASVS 6.2.5 forbid composition rules; the stage setting adds them.',
      'AwsSolutions-COG2':
        'With required MFA people could not change their methods; a second factor is theirs to choose.',
      'AwsSolutions-COG8':
        'Failures are counted by our own throttle, over password, TOTP and recovery codes together.',
    });

    this.client = new UserPoolClient(this, 'Client', {
      userPool: this.userPool,
      generateSecret: true,
      // `user` is what passkeys sign in by.
      authFlows: { adminUserPassword: true, user: true },
      disableOAuth: true,
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      // Tokens stay on the server and only prove something at the moment: the shortest that Cognito has.
      accessTokenValidity: Duration.minutes(5),
      idTokenValidity: Duration.minutes(5),
      // As long as the challenge that carries Cognito's session (functions/sign-in/challenge.ts).
      authSessionValidity: Duration.minutes(5),
      refreshTokenValidity: Duration.days(stage.sessionAbsoluteDays),
      readAttributes: new ClientAttributes().withStandardAttributes({ email: true, emailVerified: true }),
      writeAttributes: new ClientAttributes().withStandardAttributes({ email: true }),
    });

    this.clientSecret = this.#keepClientSecret(removalPolicy);
    outputs(this, {
      UserPoolId: this.userPool.userPoolId,
      UserPoolClientId: this.client.userPoolClientId,
    });
  }

  /** A passkey with user verification is two factors; the construct has no property for that yet. */
  #letPasskeysBeBothFactors(): void {
    const resource = this.userPool.node.defaultChild;
    if (!(resource instanceof CfnUserPool)) throw new Error('The user pool has no resource');
    resource.webAuthnFactorConfiguration = 'MULTI_FACTOR_WITH_USER_VERIFICATION';
  }

  /** Puts the client's secret into Secrets Manager; the template names the attribute, never the value. */
  #keepClientSecret(removalPolicy: RemovalPolicy): Secret {
    const resource = this.client.node.defaultChild;
    if (!(resource instanceof CfnUserPoolClient)) throw new Error('The user pool client has no resource');
    const secret = new Secret(this, 'ClientSecret', {
      description: "The user pool client's secret",
      removalPolicy,
      secretObjectValue: { [currentValue]: SecretValue.resourceAttribute(resource.attrClientSecret) },
    });
    acknowledge(secret, {
      'AwsSolutions-SMG4': 'Cognito makes this secret; it changes only with the client.',
    });
    return secret;
  }
}
