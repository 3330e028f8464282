import { erasureRequested } from '#events/lifecycle/erasure-requested.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { after, days, hours, minutes, seconds } from '#functions/shared/clock.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import type { StoreReceipt } from '#functions/shared/receipt.ts';
import type { ErasureDeps } from './deps.ts';
import type { Durable } from './durable.ts';
import { noteQuestion, readOwnerAnswer, storeOfAnswer } from './owner-answer-item.ts';

/** How long an answer is waited for before it is asked for again: about four days in all. */
const patience = [1 * hours, 6 * hours, 1 * days, 3 * days] as const;

/** What is asked of every data owner of an erasure. */
export interface Question {
  readonly erasureId: string;
  /** The receipt that answers go onto. */
  readonly number: string;
  readonly kind: 'account' | 'data-reset';
  /** In whose log it stands that it was asked. */
  readonly onBehalfOf: string;
  readonly accountId: string | null;
  readonly companyIds: readonly string[];
}

/** Asks every registered data owner, side by side; gives what each of them did. */
export function askOwners(
  durable: Durable,
  deps: ErasureDeps,
  readQuestion: () => Promise<Question>,
): Promise<StoreReceipt[]> {
  if (deps.dataOwners.length === 0) return Promise.resolve([]);
  const branches = deps.dataOwners.map(
    (owner) => (branch: Durable) => askOwner(branch, deps, owner, readQuestion),
  );
  return durable.together('ask data owners', branches);
}

/**
 * Asks a registered data owner to erase, by an event, until it answers. One that stays silent is told of in the log,
 * which alarms, and the receipt says so; an answer that comes later still gets there (`takeAnswer`).
 */
async function askOwner(
  durable: Durable,
  deps: ErasureDeps,
  owner: string,
  readQuestion: () => Promise<Question>,
): Promise<StoreReceipt> {
  for (const wait of patience) {
    const request = async (callbackId: string) =>
      ask(deps, owner, await readQuestion(), { callbackId, wait });
    await durable.ask(`ask ${owner}`, request, wait / seconds);
    const answer = await durable.step(`read the answer of ${owner}`, async () =>
      receiptOf(deps, owner, (await readQuestion()).erasureId),
    );
    if (answer !== null) return answer;
    deps.logger.warn('A data owner has not answered', { operation: owner, reason: 'asked again' });
  }
  deps.logger.error('A data owner did not answer', { operation: owner, reason: 'unanswered' });
  return { store: owner, status: 'unanswered', completedAt: null, deleted: [], kept: [] };
}

async function ask(
  deps: ErasureDeps,
  owner: string,
  { number, onBehalfOf, ...question }: Question,
  { callbackId, wait }: { callbackId: string; wait: number },
): Promise<void> {
  const now = deps.now();
  const { erasureId, kind, accountId, companyIds } = question;
  // Lost: it was asked before, and the reply was lost.
  await commit(deps.table, [
    noteQuestion(deps.table.name, { erasureId, owner, callbackId, number }, now),
    recordEvent(deps.table.name, erasureRequested, {
      id: deps.newId(),
      now,
      accountId: onBehalfOf,
      actor: { kind: 'system' },
      origin: null,
      data: {
        erasureId,
        owner,
        kind,
        accountId,
        companyIds: [...companyIds],
        answerBy: after(now, wait - 1 * minutes).toISOString(),
      },
    }),
  ]);
}

async function receiptOf(deps: ErasureDeps, owner: string, erasureId: string): Promise<StoreReceipt | null> {
  const found = await readOwnerAnswer(deps.table, erasureId, owner);
  return found === null ? null : storeOfAnswer(owner, found);
}
