import {
  AdminDeleteSoftwareTokenCommand,
  AdminDeleteUserCommand,
  AdminUserGlobalSignOutCommand,
  type CognitoIdentityProviderClient,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';

/**
 * What is done to a user in Cognito without their taking part: all that the sweep and support need, under grants
 * that allow nothing else.
 */
export function userPoolAdmin(client: CognitoIdentityProviderClient, UserPoolId: string) {
  return {
    /** Forgets the authenticator and its secret. Repeating it succeeds. */
    async removeAuthenticator(accountId: string): Promise<void> {
      await client.send(new AdminDeleteSoftwareTokenCommand({ UserPoolId, Username: accountId }));
    },

    /** Ends every refresh-token family of a user. */
    async signOutEverywhere(accountId: string): Promise<void> {
      await client.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username: accountId }));
    },

    /** Deletes a user; one that is gone already counts as deleted. */
    async deleteUser(accountId: string): Promise<void> {
      try {
        await client.send(new AdminDeleteUserCommand({ UserPoolId, Username: accountId }));
      } catch (error) {
        if (!(error instanceof UserNotFoundException)) throw error;
      }
    },
  };
}
