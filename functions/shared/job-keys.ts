import { accountKey, companyKey, type Key } from './table.ts';

/** A job, below the account (an export) or the company (a data reset) that it is of. */
export function jobKey({ pk }: Key, jobId: string): Key {
  return { pk, sk: `JOB#${jobId}` };
}

/** Which data reset of a company runs: there is at most one. */
export function runningResetKey(companyId: string): Key {
  return { pk: companyKey(companyId).pk, sk: 'DATA-RESET' };
}

/** Which export of an account is its newest. */
export function newestExportKey(accountId: string): Key {
  return { pk: accountKey(accountId).pk, sk: 'EXPORT' };
}
