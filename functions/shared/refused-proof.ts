import { proofRefused } from '#events/lifecycle/proof-refused.ts';
import { readAccount } from './account-item.ts';
import { parseClaim } from './address-claim-item.ts';
import { readMany } from './aws/read-many.ts';
import type { Table } from './aws/table-client.ts';
import { commit } from './aws/transaction.ts';
import { seconds } from './clock.ts';
import { recordEvent } from './event-item.ts';
import type { ProofTry } from './proof-throttle.ts';
import { addressClaimKey } from './table.ts';
import { waitAfter } from './throttle-item.ts';
import type { Viewer } from './viewer.ts';

/**
 * Records the failure that used up the free tries, so that the owner of the address is told once and the
 * security log has it. An address that nobody holds has no log.
 */
export async function recordRefusedProof(
  deps: { table: Table; newId: () => string },
  proof: ProofTry,
  who: { email: string; viewer: Viewer },
  now: Date,
): Promise<void> {
  if (!proof.isLastFree) return;
  const [claimItem] = await readMany(deps.table, [addressClaimKey(who.email)]);
  const claim = parseClaim(claimItem);
  const account = claim?.state === 'held' ? await readAccount(deps.table, claim.accountId) : null;
  if (account === null) return;
  await commit(deps.table, [
    recordEvent(deps.table.name, proofRefused, {
      id: deps.newId(),
      now,
      accountId: account.accountId,
      actor: { kind: 'anonymous' },
      origin: who.viewer,
      data: {
        failures: proof.failures,
        waitSeconds: waitAfter(proof.failures) / seconds,
        email: account.email,
        name: account.name,
        timezone: account.timezone,
      },
    }),
  ]);
}
