import type { Table } from '#functions/shared/aws/table-client.ts';
import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import type { Now } from '#functions/shared/clock.ts';
import * as contract from './contract.ts';
import { explainNotification } from './explain-notification.ts';
import { listNotifications } from './list-notifications.ts';
import { readNotifications } from './read-notifications.ts';

/** The operations of the inbox, bound to their use-cases. */
export function inboxOperations(deps: { table: Table; now: Now }): BoundOperation[] {
  return [
    bind(contract.listNotifications, async ({ auth, query }) => ({
      ok: true,
      body: await listNotifications(deps, auth, query),
    })),
    bind(contract.readNotifications, async ({ auth, body }) => {
      await readNotifications(deps, auth, body);
      return { ok: true };
    }),
    bind(contract.explainNotification, async ({ auth, params }) => {
      const outcome = await explainNotification(deps, auth, params.id);
      return outcome.ok ? { ok: true, body: outcome.explanation } : outcome;
    }),
  ];
}
