import { parseArgs } from 'node:util';
import { UsageError } from '#functions/shared/tools/usage-error.ts';
import type { Expected } from './check-order.ts';

export const verifyUsage =
  'npm run support -- verify-log --account <email | account id> | --company <company id> [--expect NUMBER:HASH] [--local | --stage NAME]';

export interface VerifyArguments {
  /** Whose log: an address or an account's id, or a company's id. */
  readonly of: { readonly account: string } | { readonly company: string };
  /** What was noted of the chain before. */
  readonly expected: Expected | null;
  /** The stage to work on; null for the local stack. */
  readonly stage: string | null;
}

const options = {
  account: { type: 'string' },
  company: { type: 'string' },
  expect: { type: 'string' },
  stage: { type: 'string' },
  local: { type: 'boolean' },
} as const;

/** Reads what follows `verify-log`; throws a `UsageError` that names what is missing or wrong. */
export function readVerifyArguments(args: readonly string[]): VerifyArguments {
  const { account, company, expect, stage, local } = parse(args);
  if (local === true && stage !== undefined) throw new UsageError('--local and --stage exclude each other.');
  if (account !== undefined && company !== undefined)
    throw new UsageError('--account and --company exclude each other: each log has a chain of its own.');
  const expected = expect === undefined ? null : readExpected(expect);
  const rest = { expected, stage: stage ?? null };
  if (account !== undefined && account !== '') return { of: { account }, ...rest };
  if (company !== undefined && company !== '') return { of: { company }, ...rest };
  throw new UsageError(`Say whose log to verify.\n\n${verifyUsage}`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : verifyUsage);
  }
}

function readExpected(text: string): Expected {
  const [, seq, hash] = /^(\d{1,12}):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  if (seq === undefined || hash === undefined)
    throw new UsageError(
      '--expect takes the end of a chain as it was printed: 1234:0f3a…, with all 64 digits.',
    );
  return { seq: Number(seq), hash };
}
