import type { OutputOf } from '#functions/shared/contract.ts';
import type { listIntegrations as contract } from './contract.ts';
import type { IntegrationDeps } from './deps.ts';
import { readIntegrations } from './integration-item.ts';
import { viewOf } from './integration-view.ts';
import { providers } from './provider-contract.ts';

/** Every provider of a company, connected or not, and how far the stage's tests go. */
export async function listIntegrations(
  deps: Pick<IntegrationDeps, 'table' | 'outside'>,
  { companyId }: { companyId: string },
): Promise<OutputOf<typeof contract>> {
  const connected = await readIntegrations(deps.table, companyId);
  const find = (name: string) => connected.find(({ provider }) => provider === name) ?? null;
  return {
    tests: deps.outside === null ? 'format' : 'live',
    integrations: providers.map((provider) => viewOf(provider, find(provider))),
  };
}
