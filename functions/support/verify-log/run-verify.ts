import type { Log } from '#functions/shared/log/read-events.ts';
import { findAccount } from '../find-account.ts';
import type { Result } from '../run-command.ts';
import type { VerifyArguments } from './arguments.ts';
import { describeProblem } from './problem.ts';
import { type Verdict, type VerifyDeps, verifyLog } from './verify-log.ts';

/**
 * Verifies a log and says in words what it was found to be. It shows nothing of what stands in the log, so that it
 * leaves no line there either.
 */
export async function runVerify(
  deps: VerifyDeps,
  { of, expected }: Pick<VerifyArguments, 'of' | 'expected'>,
): Promise<Result> {
  const log = await findLog(deps, of);
  if (log === null) return { ok: false, text: 'There is no such account: its log went with it.' };
  const verdict = await verifyLog(deps, log, expected);
  if (verdict.problem === null && verdict.lines + verdict.waiting === 0 && verdict.head === null)
    return { ok: false, text: 'There is no line and no chain: nothing is proven.' };
  return { ok: verdict.problem === null, text: describeVerdict(verdict) };
}

/** An id is taken as it is: what is left of an account or a company that is gone is verified, too. */
async function findLog({ table }: VerifyDeps, of: VerifyArguments['of']): Promise<Log | null> {
  if ('company' in of) return { companyId: of.company };
  if (!of.account.includes('@')) return { accountId: of.account };
  const { account, pending } = await findAccount(table, of.account);
  const accountId = account?.accountId ?? pending?.accountId;
  return accountId === undefined ? null : { accountId };
}

function describeVerdict({ problem, lines, from, to, erased, waiting, head }: Verdict): string {
  const span = from === null || to === null ? '' : `, ${from} to ${to}`;
  const counted = `${String(lines)} lines${span}`;
  return [
    problem === null ? `Whole: ${counted}.` : `Broken: ${describeProblem(problem)}`,
    ...(problem === null ? [] : [`Before it: ${counted}.`]),
    ...[...erased].map(([receipt, count]) => `Erased under receipt ${receipt}: ${String(count)} of them.`),
    ...(waiting === 0 ? [] : [`Not linked yet: ${String(waiting)} more.`]),
    ...(problem !== null || head === null
      ? []
      : [`The chain ends at ${head}: note it elsewhere, and give it to --expect next time.`]),
  ].join('\n');
}
