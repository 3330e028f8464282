import { createHash } from 'node:crypto';
import { countCall } from '#functions/shared/chain/rate-limit.ts';
import type { AddressLimit } from '#functions/shared/contract.ts';
import { refuse, type Refusal } from '#functions/shared/outcome.ts';
import type { SmsDeps } from './deps.ts';

/**
 * Whoever has codes sent to numbers that pay them (SMS pumping) must neither get many to one number, nor many from
 * one account, nor, with many accounts, more in an hour than a stage can bear.
 */
const perAccountSoon: AddressLimit = { calls: 3, windowSeconds: 600 };
const perAccount: AddressLimit = { calls: 6, windowSeconds: 86_400 };
const perNumber: AddressLimit = { calls: 5, windowSeconds: 86_400 };
const perStage: AddressLimit = { calls: 300, windowSeconds: 3600 };

/** Counts a code that is about to be sent; refuses with the time to wait where one of the limits is reached. */
export async function countCode(
  { table, now }: Pick<SmsDeps, 'table' | 'now'>,
  { accountId, number }: { readonly accountId: string; readonly number: string },
): Promise<Refusal | null> {
  const hashed = createHash('sha256').update(number).digest('base64url');
  // The narrow ones first: who has reached theirs takes nothing away from the others.
  const limits: [subject: string, limit: AddressLimit][] = [
    [`soon:${accountId}`, perAccountSoon],
    [`account:${accountId}`, perAccount],
    [`number:${hashed}`, perNumber],
    ['stage', perStage],
  ];
  for (const [subject, limit] of limits) {
    const wait = await countCall(table, 'phone-code', subject, limit, now());
    if (wait > 0) return refuse('too-many-attempts', { retryAfterSeconds: wait });
  }
  return null;
}
