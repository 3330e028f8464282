import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';

import type { Variables } from './names.ts';
import { StartError } from './start-error.ts';

/** What the functions need to know of the user pool. */
export interface UserPool {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The pool of a replaced Cognito: named by the usual variables, its client's secret asked of Cognito itself. */
export async function findUserPool(endpoint: string, variables: Variables): Promise<UserPool> {
  const { USER_POOL_ID: userPoolId, USER_POOL_CLIENT_ID: clientId } = variables;
  if (userPoolId === undefined || clientId === undefined) {
    throw new StartError(
      'AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER is set: set USER_POOL_ID and USER_POOL_CLIENT_ID to the pool and the client there, too.',
    );
  }
  const client = new CognitoIdentityProviderClient({ endpoint });
  const answer = await client.send(
    new DescribeUserPoolClientCommand({ UserPoolId: userPoolId, ClientId: clientId }),
  );
  const clientSecret = answer.UserPoolClient?.ClientSecret;
  if (clientSecret === undefined)
    throw new StartError(`The client ${clientId} of the user pool has no secret.`);
  return { userPoolId, clientId, clientSecret };
}
