import * as v from 'valibot';
import { timestampSchema } from './fields.ts';

/**
 * A delayed recovery of somebody who lost authenticator and recovery codes; part of the account, so that every
 * request knows of it. While it waits, it can be cancelled; the completed one stays until the next, so that its cancel
 * link says that it came too late.
 */
export const recoverySchema = v.object({
  /** The event that began it, whose mail carries the cancel link. */
  eventId: v.string(),
  /** The address whose mailbox was proven: at another one nothing is completed. */
  email: v.string(),
  /** Since when two-factor was on when it began: what was set up later is not what was lost. */
  factorSince: timestampSchema,
  endsAt: timestampSchema,
  status: v.picklist(['waiting', 'completed']),
});
export type Recovery = v.InferOutput<typeof recoverySchema>;

/** The part of an account that a recovery rests on. */
interface Ground {
  readonly email: string;
  readonly twoFactor: { readonly status: string; readonly since?: string } | null;
  readonly recovery: Recovery | null;
}

/** Why a recovery has lost its ground: the address or two-factor is no longer what it began with. Null when it stands. */
export function obstacleTo(
  { email, twoFactor }: Ground,
  recovery: Recovery,
): 'address-changed' | 'two-factor-changed' | null {
  if (email !== recovery.email) return 'address-changed';
  return twoFactor?.since === recovery.factorSince ? null : 'two-factor-changed';
}

/** The recovery that waits to be completed or cancelled; null when none does. */
export function waitingRecovery(account: Ground): Recovery | null {
  const { recovery } = account;
  return recovery?.status === 'waiting' && obstacleTo(account, recovery) === null ? recovery : null;
}
