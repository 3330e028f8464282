import type { Table } from '#functions/shared/aws/table-client.ts';
import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import type { Now } from '#functions/shared/clock.ts';
import { refuse } from '#functions/shared/outcome.ts';
import { readReceipt } from '#functions/shared/receipt-item.ts';
import * as contract from './contract.ts';

/** Receipts, by their numbers. They name nobody, so the number is all it takes. */
export function receiptOperations(deps: { table: Table; now: Now }): BoundOperation[] {
  return [
    bind(contract.getReceipt, async ({ params }) => {
      const receipt = await readReceipt(deps.table, params.number, deps.now());
      return receipt === null ? refuse('not-found') : { ok: true, body: receipt };
    }),
  ];
}
