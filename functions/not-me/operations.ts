import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import * as contract from './contract.ts';
import { disownActivity, type DisownDeps } from './disown-activity.ts';

/** The operation behind "this wasn't me" in mails, bound to its use-case. */
export function notMeOperations(deps: DisownDeps): BoundOperation[] {
  return [bind(contract.disownActivity, ({ body, viewer }) => disownActivity(deps, { ...body, viewer }))];
}
