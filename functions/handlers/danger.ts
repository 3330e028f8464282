import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { deletionOperations } from '#functions/deletion/operations.ts';
import { receiptOperations } from '#functions/receipts/operations.ts';
import { clientSettings } from '#functions/shared/aws/client-settings.ts';
import { userPool } from '#functions/shared/aws/user-pool.ts';
import { required } from '#functions/shared/environment.ts';
import { apiHandler, composition } from './compose.ts';

const composed = composition();
const { environment, readSecret } = composed;

const deps = {
  ...composed.deps,
  pool: userPool({
    client: new CognitoIdentityProviderClient(clientSettings()),
    userPoolId: required(environment.USER_POOL_ID, 'USER_POOL_ID'),
    clientId: required(environment.USER_POOL_CLIENT_ID, 'USER_POOL_CLIENT_ID'),
    readClientSecret: readSecret('USER_POOL_CLIENT_SECRET_ID'),
  }),
  readCodeSecret: readSecret('CODE_SECRET_ID'),
  graceDays: environment.DELETION_GRACE_DAYS,
};

/** What can't be undone, each with a proof of who asks, and what tells of it. */
export const handler = apiHandler(composed, [...deletionOperations(deps), ...receiptOperations(deps)]);
