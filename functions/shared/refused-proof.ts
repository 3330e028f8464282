import { proofRefused } from '#events/lifecycle/proof-refused.ts';
import { decoyEvent, readHolder } from './address-holder.ts';
import type { Table } from './aws/table-client.ts';
import { commit } from './aws/transaction.ts';
import { seconds } from './clock.ts';
import { recordEvent } from './event-item.ts';
import type { ProofTry } from './proof-throttle.ts';
import { waitAfter } from './throttle-item.ts';
import type { Viewer } from './viewer.ts';

/**
 * Records the failure that used up the free tries, so that the owner of the address is told once and the
 * security log has it. An address that nobody holds has no log, but costs the same (ASVS 6.3.8).
 */
export async function recordRefusedProof(
  deps: { table: Table; newId: () => string },
  proof: ProofTry,
  who: { email: string; viewer: Viewer },
  now: Date,
): Promise<void> {
  if (!proof.isLastFree) return;
  const id = deps.newId();
  const account = await readHolder(deps.table, who.email, id);
  if (account === null) {
    await commit(deps.table, [decoyEvent(deps.table.name, id)]);
    return;
  }
  await commit(deps.table, [
    recordEvent(deps.table.name, proofRefused, {
      id,
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
