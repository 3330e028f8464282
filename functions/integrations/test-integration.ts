import { integrationTested } from '#events/lifecycle/integration-tested.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import { checkCredentials } from './check-credentials.ts';
import type { IntegrationView, TestResult } from './contract.ts';
import type { IntegrationDeps } from './deps.ts';
import { keepTest, parseIntegration, readIntegration } from './integration-item.ts';
import { viewOf } from './integration-view.ts';
import type { Provider } from './provider-contract.ts';

const good: ReadonlySet<TestResult['reason']> = new Set(['format-only', 'accepted', 'host-found']);

/**
 * Tests the stored credentials as far as the stage allows, and keeps what was found with them; a result that
 * other credentials have overtaken is not kept.
 */
export async function testIntegration(
  deps: IntegrationDeps,
  command: { auth: Authenticated; provider: Provider; viewer: Viewer },
): Promise<Outcome<{ integration: IntegrationView }>> {
  const { auth, provider, viewer } = command;
  const { accountId } = auth.account;
  const { companyId } = auth.company;
  const read = await readIntegration(deps.table, companyId, provider);
  if (read === null) return refuse('not-found');

  const plain = await deps.vault.open(read.sealed, { companyId, provider });
  const reason = plain === null ? 'unreadable' : await checkCredentials(provider, plain, deps.outside);
  const now = deps.now();
  const result = { ok: good.has(reason), reason, testedAt: now.toISOString() };
  const failed = await commit(deps.table, [
    keepTest(deps.table.name, read, result),
    recordEvent(deps.table.name, integrationTested, {
      id: deps.newId(),
      now,
      accountId,
      companyId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { provider, ok: result.ok, reason },
    }),
  ]);
  if (failed === null) return { ok: true, integration: viewOf(provider, { ...read, lastTest: result }) };
  const current = parseIntegration(failed.item);
  return current === null
    ? refuse('not-found')
    : refuse('changed-elsewhere', { current: viewOf(provider, current) });
}
