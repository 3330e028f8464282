import {
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserMFAPreferenceCommand,
  AssociateSoftwareTokenCommand,
  CodeMismatchException,
  EnableSoftwareTokenMFAException,
  ExpiredCodeException,
  InvalidParameterException,
  NotAuthorizedException,
  SoftwareTokenMFANotFoundException,
  UserNotFoundException,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import type { UserPoolSettings } from './user-pool.ts';
import { provenBy, type ProvenPassword } from './user-pool-tokens.ts';

/** What Cognito says to a six-digit code. `used`: right, but not for the first time. `expired`: the proof of the password is. */
export type CodeAnswer = ProvenPassword | { readonly outcome: 'wrong' | 'used' | 'expired' };

/** The authenticator (TOTP) in Cognito: what enrolling, asking for it and removing it need. */
export function authenticatorCalls(
  { client, userPoolId: UserPoolId, clientId: ClientId }: UserPoolSettings,
  secretHash: (username: string) => Promise<string>,
) {
  const prefer = async (accountId: string, on: boolean): Promise<boolean> => {
    try {
      await client.send(
        new AdminSetUserMFAPreferenceCommand({
          UserPoolId,
          Username: accountId,
          SoftwareTokenMfaSettings: { Enabled: on, PreferredMfa: on },
        }),
      );
      return true;
    } catch (error) {
      // "User has not set up software token mfa".
      if (error instanceof InvalidParameterException) return false;
      throw error;
    }
  };

  return {
    /**
     * An access token, good for five minutes, from the refresh token behind a session; null when Cognito has
     * revoked or outlived that. What the person themselves must do in Cognito (enrol, passkeys) needs one.
     */
    async accessToken(accountId: string, refreshToken: string): Promise<string | null> {
      try {
        const { AuthenticationResult } = await client.send(
          new AdminInitiateAuthCommand({
            UserPoolId,
            ClientId,
            AuthFlow: 'REFRESH_TOKEN_AUTH',
            AuthParameters: { REFRESH_TOKEN: refreshToken, SECRET_HASH: await secretHash(accountId) },
          }),
        );
        return v.parse(v.string(), AuthenticationResult?.AccessToken);
      } catch (error) {
        if (error instanceof NotAuthorizedException || error instanceof UserNotFoundException) return null;
        throw error;
      }
    },

    /** Gives the secret (base32) of a new authenticator, which counts once a code of it is verified. */
    async associateAuthenticator(accessToken: string): Promise<string> {
      const { SecretCode } = await client.send(
        new AssociateSoftwareTokenCommand({ AccessToken: accessToken }),
      );
      return v.parse(v.string(), SecretCode);
    },

    /** Puts the newly associated authenticator to use, if this is its code. It isn't asked for yet. */
    async verifyAuthenticator(accessToken: string, code: string): Promise<boolean> {
      try {
        const { Status } = await client.send(
          new VerifySoftwareTokenCommand({ AccessToken: accessToken, UserCode: code }),
        );
        return Status === 'SUCCESS';
      } catch (error) {
        const wrong =
          error instanceof EnableSoftwareTokenMFAException ||
          error instanceof CodeMismatchException ||
          error instanceof SoftwareTokenMFANotFoundException;
        if (wrong) return false;
        throw error;
      }
    },

    /** Lets Cognito ask for the verified authenticator after each password; false when there is none. */
    askForAuthenticator: (accountId: string) => prefer(accountId, true),

    /** Lets Cognito no longer ask for the authenticator; its secret stays. */
    stopAskingForAuthenticator: async (accountId: string): Promise<void> => {
      await prefer(accountId, false);
    },

    /** Answers the challenge that a right password got with a code of the authenticator. */
    async answerWithCode(accountId: string, session: string, code: string): Promise<CodeAnswer> {
      try {
        const { AuthenticationResult } = await client.send(
          new AdminRespondToAuthChallengeCommand({
            UserPoolId,
            ClientId,
            ChallengeName: 'SOFTWARE_TOKEN_MFA',
            Session: session,
            ChallengeResponses: {
              USERNAME: accountId,
              SECRET_HASH: await secretHash(accountId),
              SOFTWARE_TOKEN_MFA_CODE: code,
            },
          }),
        );
        if (AuthenticationResult === undefined) throw new Error('Cognito asked for a third factor');
        return provenBy(AuthenticationResult);
      } catch (error) {
        if (error instanceof CodeMismatchException) return { outcome: 'wrong' };
        if (error instanceof ExpiredCodeException) return { outcome: 'used' };
        // Removed since the password was proven: signing in begins anew.
        if (error instanceof SoftwareTokenMFANotFoundException) return { outcome: 'expired' };
        if (error instanceof NotAuthorizedException) {
          // A user whom Cognito has locked for some seconds: like a wrong code (docs/decisions/004).
          return { outcome: /attempts exceeded/i.test(error.message) ? 'wrong' : 'expired' };
        }
        throw error;
      }
    },
  };
}
