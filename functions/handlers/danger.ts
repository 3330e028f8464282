import { jobOperations } from '#functions/jobs/operations.ts';
import { receiptOperations } from '#functions/receipts/operations.ts';
import { required } from '#functions/shared/environment.ts';
import { apiHandler, composition } from './compose.ts';

const composed = composition();
const { deps, environment } = composed;

// Read at the start, so that a function that was set up wrongly says so then.
const named = {
  exportBucket: required(environment.EXPORT_BUCKET, 'EXPORT_BUCKET'),
  recordsTable: required(environment.RECORDS_TABLE_NAME, 'RECORDS_TABLE_NAME'),
  userPoolId: required(environment.USER_POOL_ID, 'USER_POOL_ID'),
  clientId: required(environment.USER_POOL_CLIENT_ID, 'USER_POOL_CLIENT_ID'),
  erasureFunction: required(environment.ERASURE_FUNCTION, 'ERASURE_FUNCTION'),
};

/** What can't be undone, each with a proof of who asks; and what tells of it, which is asked for again and again. */
export const handler = apiHandler(composed, [...receiptOperations(deps), ...jobOperations(deps)], async () =>
  (await import('./danger-on-demand.ts')).dangerOperationsOnDemand(composed, named),
);
