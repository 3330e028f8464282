import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import * as contract from './contract.ts';
import { renewBrowser } from './renew-browser.ts';
import { subscribeBrowser, type SubscribeDeps } from './subscribe-browser.ts';
import { unsubscribeBrowser } from './unsubscribe-browser.ts';

/** The operations on the browsers that show notifications, bound to their use-cases. */
export function webPushOperations(deps: SubscribeDeps): BoundOperation[] {
  return [
    bind(contract.subscribeBrowser, async ({ auth, body, viewer }) => {
      const { accountId, id: sessionId } = auth.session;
      const outcome = await subscribeBrowser(deps, { accountId, sessionId, ...body, viewer });
      return outcome.ok ? { ok: true, body: { browserId: outcome.browserId } } : outcome;
    }),
    bind(contract.renewBrowser, ({ auth, body, viewer }) => {
      const { accountId, id: sessionId } = auth.session;
      return renewBrowser(deps, { accountId, sessionId, ...body, viewer });
    }),
    bind(contract.unsubscribeBrowser, ({ auth, body, viewer }) =>
      unsubscribeBrowser(deps, { accountId: auth.account.accountId, browserId: body.browserId, viewer }),
    ),
  ];
}
