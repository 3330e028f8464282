import { countCall } from '#functions/shared/chain/rate-limit.ts';
import type { AddressLimit } from '#functions/shared/contract.ts';
import { refuse, type Refusal } from '#functions/shared/outcome.ts';
import { phoneSubject } from '#functions/shared/phone-code-item.ts';
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
  // The narrow ones first: who has reached theirs takes nothing away from the others. What is counted by account goes
  // with the account.
  const limits: [counted: string, subject: string, limit: AddressLimit][] = [
    ['phone-code-soon', accountId, perAccountSoon],
    ['phone-code', accountId, perAccount],
    ['phone-code', phoneSubject(number), perNumber],
    ['phone-code', 'stage', perStage],
  ];
  for (const [counted, subject, limit] of limits) {
    const wait = await countCall(table, counted, subject, limit, now());
    if (wait > 0) return refuse('too-many-attempts', { retryAfterSeconds: wait });
  }
  return null;
}
