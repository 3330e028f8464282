import {
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserMFAPreferenceCommand,
  CompleteWebAuthnRegistrationCommand,
  DeleteWebAuthnCredentialCommand,
  InvalidParameterException,
  LimitExceededException,
  ListWebAuthnCredentialsCommand,
  NotAuthorizedException,
  ResourceNotFoundException,
  StartWebAuthnRegistrationCommand,
  UserNotConfirmedException,
  UserNotFoundException,
  WebAuthnChallengeNotFoundException,
  WebAuthnClientMismatchException,
  WebAuthnCredentialNotSupportedException,
  WebAuthnOriginNotAllowedException,
  WebAuthnRelyingPartyMismatchException,
} from '@aws-sdk/client-cognito-identity-provider';
import type { CompleteWebAuthnRegistrationCommandInput } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import type { UserPoolSettings } from './user-pool.ts';
import { provenBy, type ProvenPassword } from './user-pool-tokens.ts';

/** A sign-in with a passkey under way: what the passkey must sign, and the session to answer in. */
export interface AskedPasskey {
  readonly challenge: string;
  readonly session: string;
}

const askedSchema = v.object({
  ChallengeName: v.literal('WEB_AUTHN'),
  Session: v.string(),
  ChallengeParameters: v.object({
    CREDENTIAL_REQUEST_OPTIONS: v.pipe(v.string(), v.parseJson(), v.object({ challenge: v.string() })),
  }),
});

const unusableErrors = [
  InvalidParameterException,
  WebAuthnClientMismatchException,
  WebAuthnCredentialNotSupportedException,
  WebAuthnOriginNotAllowedException,
  WebAuthnRelyingPartyMismatchException,
];

/**
 * Passkeys in Cognito. Only an access token of the person adds, lists and removes them; there is no administrator's
 * way. Which of them a sign-in uses, Cognito finds out by itself.
 */
export function passkeyCalls(
  { client, userPoolId: UserPoolId, clientId: ClientId }: UserPoolSettings,
  secretHash: (username: string) => Promise<string>,
) {
  return {
    /** Begins to register a passkey; gives what the browser makes it with, null when the person has as many as may be. */
    async startPasskey(accessToken: string): Promise<unknown> {
      try {
        const { CredentialCreationOptions } = await client.send(
          new StartWebAuthnRegistrationCommand({ AccessToken: accessToken }),
        );
        return CredentialCreationOptions;
      } catch (error) {
        if (error instanceof LimitExceededException) return null;
        throw error;
      }
    },

    /** Registers a new passkey. `expired`: not the one last begun, or too late. */
    async completePasskey(
      accessToken: string,
      credential: CompleteWebAuthnRegistrationCommandInput['Credential'],
    ): Promise<'registered' | 'full' | 'expired' | 'unusable'> {
      try {
        await client.send(
          new CompleteWebAuthnRegistrationCommand({ AccessToken: accessToken, Credential: credential }),
        );
        return 'registered';
      } catch (error) {
        if (error instanceof LimitExceededException) return 'full';
        if (error instanceof WebAuthnChallengeNotFoundException) return 'expired';
        if (unusableErrors.some((type) => error instanceof type)) return 'unusable';
        throw error;
      }
    },

    /** The credential ids of the person's passkeys. */
    async listPasskeys(accessToken: string): Promise<string[]> {
      const { Credentials = [] } = await client.send(
        new ListWebAuthnCredentialsCommand({ AccessToken: accessToken, MaxResults: 20 }),
      );
      return Credentials.flatMap(({ CredentialId }) => CredentialId ?? []);
    },

    /** Removes a passkey; one that is gone already counts as removed. */
    async deletePasskey(accessToken: string, credentialId: string): Promise<void> {
      try {
        await client.send(
          new DeleteWebAuthnCredentialCommand({ AccessToken: accessToken, CredentialId: credentialId }),
        );
      } catch (error) {
        if (!(error instanceof ResourceNotFoundException)) throw error;
      }
    },

    /** Begins a sign-in with a passkey; null for whoever has none, can't use it, or doesn't exist. */
    async askForPasskey(accountId: string): Promise<AskedPasskey | null> {
      try {
        const answer = await client.send(
          new AdminInitiateAuthCommand({
            UserPoolId,
            ClientId,
            AuthFlow: 'USER_AUTH',
            AuthParameters: {
              USERNAME: accountId,
              PREFERRED_CHALLENGE: 'WEB_AUTHN',
              SECRET_HASH: await secretHash(accountId),
            },
          }),
        );
        if (answer.ChallengeName !== 'WEB_AUTHN') return null;
        const { ChallengeParameters, Session } = v.parse(askedSchema, answer);
        return { challenge: ChallengeParameters.CREDENTIAL_REQUEST_OPTIONS.challenge, session: Session };
      } catch (error) {
        const none =
          error instanceof NotAuthorizedException ||
          error instanceof UserNotFoundException ||
          error instanceof UserNotConfirmedException;
        if (none) return null;
        throw error;
      }
    },

    /** Answers with the signed challenge (AuthenticationResponseJSON). */
    async answerWithPasskey(
      accountId: string,
      session: string,
      credential: object,
    ): Promise<ProvenPassword | { readonly outcome: 'refused' }> {
      try {
        const { AuthenticationResult, ChallengeName } = await client.send(
          new AdminRespondToAuthChallengeCommand({
            UserPoolId,
            ClientId,
            ChallengeName: 'WEB_AUTHN',
            Session: session,
            ChallengeResponses: {
              USERNAME: accountId,
              SECRET_HASH: await secretHash(accountId),
              CREDENTIAL: JSON.stringify(credential),
            },
          }),
        );
        if (AuthenticationResult === undefined)
          throw new Error(`Unexpected challenge ${ChallengeName ?? ''} after a passkey`);
        return provenBy(AuthenticationResult);
      } catch (error) {
        const refused =
          error instanceof NotAuthorizedException ||
          error instanceof UserNotFoundException ||
          error instanceof WebAuthnChallengeNotFoundException ||
          unusableErrors.some((type) => error instanceof type);
        if (refused) return { outcome: 'refused' };
        throw error;
      }
    },

    /**
     * Lets a passkey stand for both factors of a user who has two-factor on; without that Cognito takes none of
     * theirs. False when they have no other factor.
     */
    async letPasskeysBeBoth(accountId: string): Promise<boolean> {
      try {
        await client.send(
          new AdminSetUserMFAPreferenceCommand({
            UserPoolId,
            Username: accountId,
            WebAuthnMfaSettings: { Enabled: true },
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof InvalidParameterException || error instanceof UserNotFoundException)
          return false;
        throw error;
      }
    },
  };
}
