import { pushUnsubscribed } from '#events/lifecycle/push-unsubscribed.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { backOff, commit, Contended } from '#functions/shared/aws/transaction.ts';
import type { Now } from '#functions/shared/clock.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import type { Outcome } from '#functions/shared/outcome.ts';
import { putPushBrowsers, readPushBrowsers } from '#functions/shared/push-item.ts';
import type { Viewer } from '#functions/shared/viewer.ts';

export interface UnsubscribeDeps {
  readonly table: Table;
  readonly now: Now;
  readonly newId: () => string;
}

const mostMeetings = 5;

/** Has a browser show no more notifications, this one or another of the account's; one that is gone is fine. */
export async function unsubscribeBrowser(
  deps: UnsubscribeDeps,
  { accountId, browserId, viewer }: { accountId: string; browserId: string; viewer: Viewer },
): Promise<Outcome> {
  for (let attempt = 0; attempt < mostMeetings; attempt += 1) {
    const read = await readPushBrowsers(deps.table, accountId);
    const gone = read.browsers.find(({ id }) => id === browserId);
    if (gone === undefined) return { ok: true };
    const left = read.browsers.filter((one) => one !== gone);
    const lost = await commit(deps.table, [
      putPushBrowsers(deps.table.name, accountId, read, left),
      recordEvent(deps.table.name, pushUnsubscribed, {
        id: deps.newId(),
        now: deps.now(),
        accountId,
        actor: { kind: 'account', accountId },
        origin: viewer,
        data: { browserId, browser: gone.browser, os: gone.os },
      }),
    ]);
    if (lost === null) return { ok: true };
    await backOff(attempt);
  }
  throw new Contended();
}
