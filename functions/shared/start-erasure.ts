import * as v from 'valibot';
import type { DurableStart } from './aws/durable-start.ts';
import type { Table } from './aws/table-client.ts';
import { commit } from './aws/transaction.ts';
import type { DueItem } from './due-item.ts';
import { accountKey, erasureKey } from './table.ts';

/**
 * What an erasure begins with. It names no person: Lambda keeps it with the execution for a day after its end. Whose
 * account it is stands in the table (`noteErasure`), and goes with the account.
 */
export const erasureInputSchema = v.variant('kind', [
  v.object({ kind: v.literal('account'), erasureId: v.string() }),
  v.object({ kind: v.literal('data-reset'), companyId: v.string(), jobId: v.string() }),
]);
export type ErasureInput = v.InferOutput<typeof erasureInputSchema>;

/** Starts an erasure; one that was started before goes on as it is. Throws when it could not be started. */
export type StartErasure = (input: ErasureInput) => Promise<void>;

function nameOf(input: ErasureInput): string {
  return input.kind === 'account' ? `account-${input.erasureId}` : `data-reset-${input.jobId}`;
}

/**
 * Starts erasures as durable executions of a function, by its qualified name or ARN. The execution has a name, by which
 * Lambda knows a second start of the same. Lambda's client is loaded with the first of them: it is a fifth of the code of
 * who sweeps every minute, and starts one now and then.
 */
export function erasureStarter(functionName: string): StartErasure {
  let start: DurableStart | undefined;
  return async (input) => {
    const { durableStarter } = await import('./aws/durable-start.ts');
    start ??= durableStarter(functionName);
    await start(nameOf(input), JSON.stringify(input));
  };
}

const formerlySchema = v.object({ names: v.array(v.string()), emails: v.array(v.string()) });
/** What somebody was called, and where they were reached, as far back as the logs go. */
export type Formerly = v.InferOutput<typeof formerlySchema>;

export const erasureItemSchema = v.object({
  erasureId: v.string(),
  accountId: v.string(),
  /** What stands for the person in what others keep; nothing leads back from it. */
  pseudonym: v.optional(v.string()),
  /** The number of the receipt, from when the account was taken. */
  number: v.optional(v.string()),
  /** The lines that have these are changed one by one, and a run that is killed must still know them. */
  formerly: v.optional(formerlySchema),
  /** The event of the last mail, known before it is recorded. */
  farewellId: v.optional(v.string()),
  /** Which scan ran out of its invocation's time, and behind which item it goes on. The steps' memory may hold no such key. */
  place: v.optional(v.object({ of: v.string(), after: v.record(v.string(), v.string()) })),
});
export type ErasureItem = v.InferOutput<typeof erasureItemSchema>;

/**
 * Starts the deletion of an account whose days of grace are over; called by the sweep. Noted first, then started, so
 * that whoever is killed in between does both again. One that was cancelled, or is over, is not noted: nobody would
 * forget that note again. Whether it is still wanted is for the erasure itself to see.
 */
export async function startDeletion(
  { table, start }: { table: Table; start: StartErasure },
  due: DueItem,
): Promise<void> {
  const { accountId, reference: erasureId } = due;
  if (accountId === null) return;
  const lost = await commit(table, [
    {
      ConditionCheck: {
        TableName: table.name,
        Key: accountKey(accountId),
        ConditionExpression: 'deletion.eventId = :erasure',
        ExpressionAttributeValues: { ':erasure': erasureId },
      },
    },
    {
      Put: {
        TableName: table.name,
        Item: { ...erasureKey(erasureId), erasureId, accountId },
        // Once the account was taken, there is more in it than this.
        ConditionExpression: 'attribute_not_exists(#number)',
        ExpressionAttributeNames: { '#number': 'number' },
      },
    },
  ]);
  if (lost?.index === 0) return;
  await start({ kind: 'account', erasureId });
}
