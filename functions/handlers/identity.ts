import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { sessionProofOperations } from '#functions/sessions/operations.ts';
import { clientSettings } from '#functions/shared/aws/client-settings.ts';
import { userPool } from '#functions/shared/aws/user-pool.ts';
import { required } from '#functions/shared/environment.ts';
import { signInOperations } from '#functions/sign-in/operations.ts';
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
  passwordComposition: environment.PASSWORD_COMPOSITION === 'true',
  absoluteDays: environment.SESSION_ABSOLUTE_DAYS,
  emailChange: environment.EMAIL_CHANGE,
  productName: environment.PRODUCT_NAME,
  siteUrl: environment.SITE_URL,
};

/** Everything that proves who somebody is: signing in and proving oneself at once, the rest when it is asked for. */
export const handler = apiHandler(
  composed,
  [...signInOperations(deps), ...sessionProofOperations(deps)],
  async () => (await import('./identity-on-demand.ts')).identityOperationsOnDemand(deps),
);
