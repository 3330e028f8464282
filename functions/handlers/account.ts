import { passkeyListOperations } from '#functions/passkeys/operations.ts';
import { offeredChannels } from '#functions/shared/notifications/offered-channels.ts';
import { profileOperations } from '#functions/profile/operations.ts';
import { serviceOperations } from '#functions/service/operations.ts';
import { sessionReadOperations } from '#functions/sessions/operations.ts';
import { twoFactorReadOperations } from '#functions/two-factor/operations.ts';
import { apiHandler, composition } from './compose.ts';

const composed = composition();
const { deps, environment } = composed;

async function describe() {
  const [{ openapiDocument }, { contracts }] = await Promise.all([
    import('#functions/service/openapi-document.ts'),
    import('./contracts.ts'),
  ]);
  return { openapi: '3.1.0', ...openapiDocument(contracts, environment.SITE_URL) };
}

/** What needs the table alone: what every page of the settings reads at once, the rest when it is asked for. */
export const handler = apiHandler(
  composed,
  [
    ...sessionReadOperations(deps),
    ...twoFactorReadOperations(deps),
    ...passkeyListOperations(deps),
    ...profileOperations({ ...deps, settings: { emailChange: environment.EMAIL_CHANGE } }),
    ...serviceOperations({ ...deps, describe }),
  ],
  async () =>
    (await import('./account-on-demand.ts')).accountOperationsOnDemand({
      ...deps,
      offeredChannels: offeredChannels(environment),
    }),
);
