import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import { refuse } from '#functions/shared/outcome.ts';
import * as contract from './contract.ts';
import type { UnsubscribeDeps } from './deps.ts';
import { readSubscription, stillMailed } from './read-subscription.ts';
import { undoUnsubscribe } from './undo-unsubscribe.ts';
import { unsubscribe } from './unsubscribe.ts';

/** The operations behind the links of mails, bound to their use-cases. */
export function unsubscribeOperations(deps: UnsubscribeDeps): BoundOperation[] {
  return [
    bind(contract.openUnsubscribe, ({ query }) => {
      const search = new URLSearchParams(query).toString();
      return Promise.resolve({ ok: true, location: `${deps.siteUrl}/unsubscribe?${search}` });
    }),
    bind(contract.describeUnsubscribe, async ({ query }) => {
      const subscription = await readSubscription(deps, query.token);
      if (subscription === null) return refuse('invalid-code');
      const { scope, types } = subscription;
      const title = scope.kind === 'type' ? (types[0]?.title ?? null) : null;
      const subscribed = stillMailed(subscription).length > 0;
      return { ok: true, body: { ...scope, title, subscribed } };
    }),
    bind(contract.unsubscribe, async ({ query, viewer }) => {
      const outcome = await unsubscribe(deps, { token: query.token, viewer });
      return outcome.ok ? { ok: true, body: { undo: outcome.undo } } : outcome;
    }),
    bind(contract.undoUnsubscribe, ({ body, viewer }) => undoUnsubscribe(deps, { ...body, viewer })),
  ];
}
