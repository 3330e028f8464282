import { erasureCompletedSchema } from '#events/erasure-completed.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';
import type { Logger } from '#functions/shared/logger.ts';
import { readReceipt, updateReceipt } from '#functions/shared/receipt-item.ts';
import * as v from 'valibot';
import { keepAnswer, readOwnerAnswer } from './owner-answer-item.ts';

export interface TakeAnswerDeps {
  readonly table: Table;
  /** Lets an erasure that waits go on; one that waits no more is no fault. */
  readonly resume: (callbackId: string) => Promise<void>;
  readonly now: Now;
  readonly logger: Logger;
}

export type AnswerOutcome =
  { readonly ok: true } | { readonly ok: false; readonly reason: 'malformed' | 'not-asked' };

/**
 * Takes the answer of a data owner. The first one counts, and a second changes nothing. One whose counts are none is
 * refused, and asked for again in time. One that comes when nobody waits any more is written on the receipt.
 */
export async function takeAnswer(deps: TakeAnswerDeps, detail: unknown): Promise<AnswerOutcome> {
  const parsed = v.safeParse(erasureCompletedSchema, detail);
  if (!parsed.success) {
    deps.logger.error('An answer of a data owner was refused', { reason: 'malformed' });
    return { ok: false, reason: 'malformed' };
  }
  const { erasureId, owner } = parsed.output;
  const kept = await keepAnswer(deps.table, parsed.output, deps.now());
  const question = await readOwnerAnswer(deps.table, erasureId, owner);
  if (kept === 'unasked' || question === null) {
    deps.logger.error('An answer of a data owner was refused', { operation: owner, reason: 'not-asked' });
    return { ok: false, reason: 'not-asked' };
  }
  // Also after a repeated answer: the process that took the first one may have been killed right here.
  await deps.resume(question.callbackId);
  await completeReceipt(deps, owner, question);
  return { ok: true };
}

/** An erasure that has given up on this owner left its receipt incomplete. */
async function completeReceipt(
  deps: TakeAnswerDeps,
  owner: string,
  { number, answer, answeredAt }: NonNullable<Awaited<ReturnType<typeof readOwnerAnswer>>>,
): Promise<void> {
  const receipt = await readReceipt(deps.table, number, deps.now());
  if (receipt?.status !== 'incomplete' || answer === undefined) return;
  const stores = receipt.stores.map((store) =>
    store.store === owner
      ? { store: owner, status: 'erased' as const, completedAt: answeredAt ?? null, ...answer }
      : store,
  );
  const whole = stores.every(({ status }) => status === 'erased');
  await updateReceipt(deps.table, number, {
    status: whole ? 'completed' : 'incomplete',
    stores,
    now: deps.now(),
  });
}
