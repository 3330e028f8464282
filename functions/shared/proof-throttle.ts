import type { Table } from './aws/table-client.ts';
import { refuse, type Refusal } from './outcome.ts';
import {
  emailSubject,
  forgiveAll,
  forgiveOne,
  freeFailures,
  reserveTry,
  viewerSubject,
} from './throttle-item.ts';

/** A counted try at proving an identity, to be settled when the proof turned out right. */
export interface ProofTry {
  readonly ok: true;
  /** This try is the one after which further ones must wait, if it fails. */
  readonly isLastFree: boolean;
  readonly failures: number;
  /** The whole proof was right: the account's failures are forgotten, the shared client address gets its try back. */
  readonly succeed: () => Promise<void>;
  /**
   * The first of two factors was right: only this try is given back (ASVS 6.6.3; Microsoft 2024), with its wait, or
   * the second factor would come too late.
   */
  readonly halfSucceed: () => Promise<void>;
}

/**
 * Counts a try for the typed address and for the client address, before the proof is looked at. Refuses with
 * 429 when either must wait; the answer is the same for known and unknown addresses and for right passwords.
 */
export async function reserveProof(
  table: Table,
  who: { email: string; ip: string },
  now: Date,
): Promise<ProofTry | Refusal> {
  const email = emailSubject(who.email);
  const viewer = viewerSubject(who.ip);
  const [byEmail, byViewer] = await Promise.all([
    reserveTry(table, email, now),
    reserveTry(table, viewer, now),
  ]);
  if (!byEmail.ok || !byViewer.ok) {
    // The try did not take place, so the side that allowed it is not charged.
    await Promise.all([
      byEmail.ok ? forgiveOne(table, email, byEmail, now) : null,
      byViewer.ok ? forgiveOne(table, viewer, byViewer, now) : null,
    ]);
    const waits = [byEmail, byViewer].map((side) => (side.ok ? 0 : side.retryAfterSeconds));
    return refuse('too-many-attempts', { retryAfterSeconds: Math.max(...waits) });
  }
  return {
    ok: true,
    failures: byEmail.failures,
    isLastFree: byEmail.failures === freeFailures,
    succeed: async () => {
      await Promise.all([forgiveAll(table, email), forgiveOne(table, viewer, byViewer, now)]);
    },
    halfSucceed: async () => {
      await Promise.all([forgiveOne(table, email, byEmail, now), forgiveOne(table, viewer, byViewer, now)]);
    },
  };
}
