import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { emailChangeOperations } from '#functions/email-change/operations.ts';
import { passkeyOperations } from '#functions/passkeys/operations.ts';
import { invitationAcceptOperations } from '#functions/invitations/operations.ts';
import { notMeOperations } from '#functions/not-me/operations.ts';
import { passwordOperations } from '#functions/password/operations.ts';
import { breakGlassOperations } from '#functions/ip-allowlist/break-glass-operations.ts';
import { passwordResetOperations } from '#functions/password-reset/operations.ts';
import { recoveryOperations } from '#functions/recovery/operations.ts';
import { sessionProofOperations } from '#functions/sessions/operations.ts';
import { clientSettings } from '#functions/shared/aws/client-settings.ts';
import { userPool } from '#functions/shared/aws/user-pool.ts';
import { required } from '#functions/shared/environment.ts';
import { signInOperations } from '#functions/sign-in/operations.ts';
import { signUpOperations } from '#functions/sign-up/operations.ts';
import { twoFactorOperations } from '#functions/two-factor/operations.ts';
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

/** Everything that proves who somebody is: the one API function that reaches Cognito. */
export const handler = apiHandler(composed, [
  ...signUpOperations(deps),
  ...signInOperations(deps),
  ...passwordResetOperations(deps),
  ...passwordOperations(deps),
  ...notMeOperations(deps),
  ...sessionProofOperations(deps),
  ...twoFactorOperations(deps),
  ...passkeyOperations(deps),
  ...emailChangeOperations(deps),
  ...breakGlassOperations(deps),
  ...recoveryOperations(deps),
  ...invitationAcceptOperations(deps),
]);
