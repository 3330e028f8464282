import { erasureCompletedSchema } from '#events/erasure-completed.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';
import { addLateStore } from '#functions/shared/receipt-item.ts';
import * as v from 'valibot';
import { keepAnswer, readOwnerAnswer, storeOfAnswer } from './owner-answer-item.ts';

export interface TakeAnswerDeps {
  readonly table: Table;
  /** Lets an erasure that waits go on; one that waits no more is no fault. */
  readonly resume: (callbackId: string) => Promise<void>;
  readonly now: Now;
}

export type AnswerOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: 'malformed' | 'not-asked';
      /** Where in the answer. */
      readonly path: string | null;
    };

/**
 * Takes the answer of a data owner. The first one counts, and a second changes nothing. One whose counts are none is
 * refused, and asked for again in time. One that comes when nobody waits any more is written on the receipt.
 */
export async function takeAnswer(deps: TakeAnswerDeps, detail: unknown): Promise<AnswerOutcome> {
  const parsed = v.safeParse(erasureCompletedSchema, detail);
  if (!parsed.success) {
    return { ok: false, reason: 'malformed', path: v.getDotPath(parsed.issues[0]) };
  }
  const { erasureId, owner } = parsed.output;
  const kept = await keepAnswer(deps.table, parsed.output, deps.now());
  const question = await readOwnerAnswer(deps.table, erasureId, owner);
  if (kept === 'unasked' || question === null) return { ok: false, reason: 'not-asked', path: null };
  // Also after a repeated answer: the process that took the first one may have been killed right here.
  await deps.resume(question.callbackId);
  // An erasure that has given up on this owner left its receipt incomplete.
  const store = storeOfAnswer(owner, question);
  if (store !== null) await addLateStore(deps.table, question.number, store, deps.now());
  return { ok: true };
}
