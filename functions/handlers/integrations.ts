import { KMSClient } from '@aws-sdk/client-kms';
import { kmsVault } from '#functions/integrations/credential-vault.ts';
import { integrationOperations } from '#functions/integrations/operations.ts';
import { openOutside } from '#functions/integrations/outside.ts';
import { clientSettings } from '#functions/shared/aws/client-settings.ts';
import { required } from '#functions/shared/environment.ts';
import { apiHandler, composition } from './compose.ts';

const composed = composition();
const { environment } = composed;

const keyId = required(environment.INTEGRATIONS_KEY_ID, 'INTEGRATIONS_KEY_ID');
const vault = kmsVault(new KMSClient(clientSettings()), keyId);
const outside = environment.PROVIDER_TESTS === 'live' ? openOutside({ timeoutMilliseconds: 4000 }) : null;

/** The one API function that can use the key of credentials. */
export const handler = apiHandler(composed, integrationOperations({ ...composed.deps, vault, outside }));
