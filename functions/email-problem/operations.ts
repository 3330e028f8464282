import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import { clearEmailProblem } from './clear-email-problem.ts';
import * as contract from './contract.ts';
import type { EmailProblemDeps } from './deps.ts';

/** The operation behind "try again", bound to its use-case. */
export function emailProblemOperations(deps: EmailProblemDeps): BoundOperation[] {
  return [bind(contract.clearEmailProblem, ({ auth, viewer }) => clearEmailProblem(deps, { auth, viewer }))];
}
