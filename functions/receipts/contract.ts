import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import { receiptNumberSchema, receiptSchema } from '#functions/shared/receipt.ts';

export const getReceipt = defineOperation({
  id: 'get-receipt',
  summary:
    'The receipt of an erasure, by its number, which nobody can guess; in any case, with or without hyphens',
  method: 'GET',
  path: '/api/receipts/{number}',
  function: 'danger',
  access: 'public',
  params: v.object({ number: receiptNumberSchema }),
  status: 200,
  output: receiptSchema,
  reasons: ['not-found'],
  limit: { calls: 60, windowSeconds: 600 },
});
