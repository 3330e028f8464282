import { integrationConnected } from '#events/lifecycle/integration-connected.ts';
import { integrationRotated } from '#events/lifecycle/integration-rotated.ts';
import { backOff, commit, Contended } from '#functions/shared/aws/transaction.ts';
import { stillHolds } from '#functions/shared/company-writes.ts';
import { matches } from '#functions/shared/etag.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse, refuseField } from '#functions/shared/outcome.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { IntegrationView } from './contract.ts';
import type { IntegrationDeps } from './deps.ts';
import { type Integration, parseIntegration, putIntegration, readIntegration } from './integration-item.ts';
import { maskFields, viewOf } from './integration-view.ts';
import type { Credentials, Provider } from './provider-contract.ts';
import { isLiteral, isPublicAddress } from '#functions/shared/public-address.ts';

export interface ConnectCommand {
  readonly auth: Authenticated;
  readonly provider: Provider;
  readonly credentials: Credentials;
  readonly ifMatch: string | null;
  readonly viewer: Viewer;
}

const mostTries = 8;

/**
 * Connects a provider, or replaces its credentials as a whole: of the old ones nothing is kept. With `If-Match`
 * only over the version that was read, so that two admins don't undo each other unseen.
 */
export async function connectIntegration(
  deps: Pick<IntegrationDeps, 'table' | 'now' | 'newId' | 'vault'>,
  command: ConnectCommand,
): Promise<Outcome<{ integration: IntegrationView }>> {
  const { provider, credentials } = command;
  const { companyId } = command.auth.company;
  const half = halfLogin(credentials);
  if (half !== null) return refuseField(half, 'required');
  if ('host' in credentials && isLiteral(credentials.host) && !isPublicAddress(credentials.host)) {
    return refuseField('host', 'invalid-value');
  }
  const read = await readIntegration(deps.table, companyId, provider);
  const refused = outdated(command, read);
  if (refused !== null) return refused;
  const sealed = await deps.vault.seal(JSON.stringify(credentials), { companyId, provider });
  return storeOver(deps, command, sealed, read, 1);
}

/** The field that is missing from a trunk's login; a user name alone authenticates nobody. */
function halfLogin({ sipUsername, sipPassword }: Credentials): string | null {
  if ((sipUsername === null) === (sipPassword === null)) return null;
  return sipUsername === null ? 'sipUsername' : 'sipPassword';
}

function outdated({ provider, ifMatch }: ConnectCommand, read: Integration | null) {
  const current = viewOf(provider, read);
  return matches(ifMatch, current.version) ? null : refuse('changed-elsewhere', { current });
}

async function storeOver(
  deps: Pick<IntegrationDeps, 'table' | 'now' | 'newId'>,
  command: ConnectCommand,
  sealed: string,
  read: Integration | null,
  attempt: number,
): Promise<Outcome<{ integration: IntegrationView }>> {
  const { auth, provider, credentials, viewer } = command;
  const { accountId } = auth.account;
  const { companyId } = auth.company;
  const [id, now] = [deps.newId(), deps.now()];
  const moment = now.toISOString();
  const integration: Integration = {
    companyId,
    provider,
    version: id,
    fields: maskFields(credentials),
    connectedAt: read?.connectedAt ?? moment,
    rotatedAt: read === null ? null : moment,
    lastTest: null,
    sealed,
  };
  const failed = await commit(deps.table, [
    putIntegration(deps.table.name, integration, read),
    stillHolds(deps.table.name, auth.membership),
    recordEvent(deps.table.name, read === null ? integrationConnected : integrationRotated, {
      id,
      now,
      accountId,
      companyId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { provider },
    }),
  ]);
  if (failed === null) return { ok: true, integration: viewOf(provider, integration) };
  // Removed, demoted, or the company deleted: nobody leaves credentials behind who may no longer change them.
  if (failed.index !== 0) return refuse('forbidden');
  const current = parseIntegration(failed.item);
  const refused = outdated(command, current);
  if (refused !== null) return refused;
  if (attempt >= mostTries) throw new Contended('The integration changes all the time');
  await backOff(attempt);
  return storeOver(deps, command, sealed, current, attempt + 1);
}
