import { cachedSecret, openSecrets } from '#functions/shared/aws/secrets.ts';
import { openTable } from '#functions/shared/aws/table-client.ts';
import { apiFunction } from '#functions/shared/chain/api-function.ts';
import type { BoundOperation } from '#functions/shared/chain/request-state.ts';
import type { LoadOperations } from '#functions/shared/chain/route.ts';
import { systemNow } from '#functions/shared/clock.ts';
import { readEnvironment, required } from '#functions/shared/environment.ts';
import { newId } from '#functions/shared/ids.ts';
import { jsonLogger } from '#functions/shared/logger.ts';

/** What every API function is composed of: read once, at its first start. */
export function composition() {
  const environment = readEnvironment(process.env);
  const secrets = openSecrets();
  const readSecret = (
    name: 'ORIGIN_SECRET_ID' | 'CODE_SECRET_ID' | 'CHANNEL_SECRET_ID' | 'USER_POOL_CLIENT_SECRET_ID',
  ) => cachedSecret(required(environment[name], name), secrets, systemNow);
  const deps = { table: openTable(environment.TABLE_NAME), now: systemNow, newId, logger: jsonLogger() };
  return { environment, readSecret, deps };
}

export type Composition = ReturnType<typeof composition>;

/** Makes the handler of an API function from its composition and operations: those of its start, and those loaded when asked for. */
export function apiHandler(
  { deps, environment, readSecret }: Composition,
  operations: readonly BoundOperation[],
  loadOthers?: LoadOperations,
) {
  const readOriginSecret = readSecret('ORIGIN_SECRET_ID');
  return apiFunction({ ...deps, siteUrl: environment.SITE_URL, readOriginSecret }, operations, loadOthers);
}
