import {
  AdminConfirmSignUpCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AliasExistsException,
  type CognitoIdentityProviderClient,
  NotAuthorizedException,
  PasswordResetRequiredException,
  RevokeTokenCommand,
  SignUpCommand,
  UsernameExistsException,
  UserNotConfirmedException,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { createHmac } from 'node:crypto';
import * as v from 'valibot';
import type { ReadSecret } from './secrets.ts';
import { userPoolAdmin } from './user-pool-admin.ts';
import { authenticatorCalls } from './user-pool-factors.ts';
import { passkeyCalls } from './user-pool-passkeys.ts';
import { provenBy, type ProvenPassword } from './user-pool-tokens.ts';

export interface UserPoolSettings {
  readonly client: CognitoIdentityProviderClient;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly readClientSecret: ReadSecret;
}

/** A right password of a user whose authenticator Cognito asks for: no tokens, but a session in which to answer. */
export interface ChallengedPassword {
  readonly outcome: 'challenged';
  readonly accountId: string;
  /** Good for a few minutes and one right answer. */
  readonly session: string;
}

export type PasswordAnswer =
  ProvenPassword | ChallengedPassword | { readonly outcome: 'refused' } | { readonly outcome: 'unconfirmed' };

const challengeSchema = v.object({
  ChallengeName: v.literal('SOFTWARE_TOKEN_MFA'),
  Session: v.string(),
  ChallengeParameters: v.object({ USER_ID_FOR_SRP: v.string() }),
});

// What Cognito would refuse as malformed can be nobody's password: it is wrong like any other.
function canBePassword(password: string): boolean {
  return password.length <= 256 && /^\S+.*\S+$/.test(password);
}

function challengedBy(answer: unknown): ChallengedPassword {
  const { Session, ChallengeParameters } = v.parse(challengeSchema, answer);
  return { outcome: 'challenged', accountId: ChallengeParameters.USER_ID_FOR_SRP, session: Session };
}

/**
 * Cognito as Latchkey uses it: admin flows under IAM and a client with a secret. Cognito sends no mail and
 * its tokens stay on the server (principle 1).
 */
export function userPool(settings: UserPoolSettings) {
  const { client, userPoolId: UserPoolId, clientId: ClientId } = settings;

  const secretHash = async (username: string): Promise<string> => {
    const [secret] = await settings.readClientSecret();
    return createHmac('sha256', secret).update(`${username}${ClientId}`).digest('base64');
  };

  return {
    ...userPoolAdmin(client, UserPoolId),
    ...authenticatorCalls(settings, secretHash),
    ...passkeyCalls(settings, secretHash),

    /** Begins an unconfirmed user; gives its id, or null when the address is taken in Cognito. */
    async signUp(email: string, password: string): Promise<string | null> {
      try {
        const { UserSub } = await client.send(
          new SignUpCommand({
            ClientId,
            SecretHash: await secretHash(email),
            Username: email,
            Password: password,
            UserAttributes: [{ Name: 'email', Value: email }],
          }),
        );
        return v.parse(v.string(), UserSub);
      } catch (error) {
        if (error instanceof UsernameExistsException) return null;
        throw error;
      }
    },

    /** The id behind an address in Cognito, confirmed or not; null when there is none. */
    async findUser(email: string): Promise<string | null> {
      try {
        const { UserAttributes = [] } = await client.send(
          new AdminGetUserCommand({ UserPoolId, Username: email }),
        );
        return UserAttributes.find(({ Name }) => Name === 'sub')?.Value ?? null;
      } catch (error) {
        if (error instanceof UserNotFoundException) return null;
        throw error;
      }
    },

    /** Confirms a user and marks the address as proven. Repeating it succeeds. */
    async confirm(accountId: string): Promise<void> {
      try {
        await client.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: accountId }));
      } catch (error) {
        // "Current status is CONFIRMED": an earlier try got this far.
        if (!(error instanceof NotAuthorizedException)) throw error;
      }
      await client.send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId,
          Username: accountId,
          UserAttributes: [{ Name: 'email_verified', Value: 'true' }],
        }),
      );
    },

    /**
     * Checks a password. A wrong one, an unknown address and a locked user are all `refused`. `challenged` proves
     * the password, too: Cognito looks at it before it asks for the authenticator. Whether a second factor is
     * wanted is for our registry to say (`isTwoFactorOn`), not for which of the two comes back.
     */
    async provePassword(username: string, password: string): Promise<PasswordAnswer> {
      if (!canBePassword(password)) return { outcome: 'refused' };
      try {
        const answer = await client.send(
          new AdminInitiateAuthCommand({
            UserPoolId,
            ClientId,
            AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
            AuthParameters: {
              USERNAME: username,
              PASSWORD: password,
              SECRET_HASH: await secretHash(username),
            },
          }),
        );
        return answer.AuthenticationResult === undefined
          ? challengedBy(answer)
          : provenBy(answer.AuthenticationResult);
      } catch (error) {
        if (error instanceof UserNotConfirmedException) return { outcome: 'unconfirmed' };
        const refused =
          error instanceof NotAuthorizedException ||
          error instanceof UserNotFoundException ||
          error instanceof PasswordResetRequiredException;
        if (refused) return { outcome: 'refused' };
        throw error;
      }
    },

    /** Sets a password without the old one: after a mailed code proved the address. */
    async setPassword(accountId: string, password: string): Promise<void> {
      await client.send(
        new AdminSetUserPasswordCommand({
          UserPoolId,
          Username: accountId,
          Password: password,
          Permanent: true,
        }),
      );
    },

    /** Ends one refresh-token family, its access tokens included. */
    async revoke(refreshToken: string): Promise<void> {
      const [secret] = await settings.readClientSecret();
      await client.send(new RevokeTokenCommand({ ClientId, ClientSecret: secret, Token: refreshToken }));
    },

    /** Moves a user to a proven address at once; false when Cognito knows another user there. */
    async moveToAddress(accountId: string, email: string): Promise<boolean> {
      try {
        await client.send(
          new AdminUpdateUserAttributesCommand({
            UserPoolId,
            Username: accountId,
            UserAttributes: [
              { Name: 'email', Value: email },
              { Name: 'email_verified', Value: 'true' },
            ],
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof AliasExistsException) return false;
        throw error;
      }
    },
  };
}

export type UserPool = ReturnType<typeof userPool>;
