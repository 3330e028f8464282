import { integrationDisconnected } from '#events/lifecycle/integration-disconnected.ts';
import { backOff, commit, Contended } from '#functions/shared/aws/transaction.ts';
import { stillHolds } from '#functions/shared/company-writes.ts';
import { matches } from '#functions/shared/etag.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { IntegrationDeps } from './deps.ts';
import {
  deleteIntegration,
  type Integration,
  parseIntegration,
  readIntegration,
} from './integration-item.ts';
import { viewOf } from './integration-view.ts';
import type { Provider } from './provider-contract.ts';

export interface DisconnectCommand {
  readonly auth: Authenticated;
  readonly provider: Provider;
  readonly ifMatch: string | null;
  readonly viewer: Viewer;
}

const mostTries = 8;

/** Disconnects a provider: its credentials are deleted. With `If-Match` only the version that was read. */
export async function disconnectIntegration(
  deps: Pick<IntegrationDeps, 'table' | 'now' | 'newId'>,
  command: DisconnectCommand,
): Promise<Outcome> {
  const { auth, provider } = command;
  return deleteOver(deps, command, await readIntegration(deps.table, auth.company.companyId, provider), 1);
}

async function deleteOver(
  deps: Pick<IntegrationDeps, 'table' | 'now' | 'newId'>,
  command: DisconnectCommand,
  read: Integration | null,
  attempt: number,
): Promise<Outcome> {
  const { auth, provider, ifMatch, viewer } = command;
  if (read === null) return refuse('not-found');
  if (!matches(ifMatch, read.version)) {
    return refuse('changed-elsewhere', { current: viewOf(provider, read) });
  }
  const { accountId } = auth.account;
  const failed = await commit(deps.table, [
    deleteIntegration(deps.table.name, read),
    stillHolds(deps.table.name, auth.membership),
    recordEvent(deps.table.name, integrationDisconnected, {
      id: deps.newId(),
      now: deps.now(),
      accountId,
      companyId: read.companyId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { provider },
    }),
  ]);
  if (failed === null) return { ok: true };
  if (failed.index !== 0) return refuse('forbidden');
  if (attempt >= mostTries) throw new Contended('The integration changes all the time');
  await backOff(attempt);
  return deleteOver(deps, command, parseIntegration(failed.item), attempt + 1);
}
