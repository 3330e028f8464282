import { pushUnsubscribed } from '#events/lifecycle/push-unsubscribed.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import type { Outcome } from '#functions/shared/outcome.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import { changeBrowsers } from './change-browsers.ts';

export interface UnsubscribeDeps {
  readonly table: Table;
  readonly now: Now;
  readonly newId: () => string;
}

/** Has a browser show no more notifications, this one or another of the account's; one that is gone is fine. */
export async function unsubscribeBrowser(
  deps: UnsubscribeDeps,
  { accountId, browserId, viewer }: { accountId: string; browserId: string; viewer: Viewer },
): Promise<Outcome> {
  return changeBrowsers<Outcome>(deps.table, accountId, (browsers) => {
    const gone = browsers.find(({ id }) => id === browserId);
    if (gone === undefined) return { outcome: { ok: true } };
    const event = recordEvent(deps.table.name, pushUnsubscribed, {
      id: deps.newId(),
      now: deps.now(),
      accountId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { browserId, browser: gone.browser, os: gone.os },
    });
    return { outcome: { ok: true }, write: { browsers: browsers.filter((one) => one !== gone), event } };
  });
}
