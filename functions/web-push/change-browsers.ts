import type { Table } from '#functions/shared/aws/table-client.ts';
import { backOff, commit, Contended, type TransactItem } from '#functions/shared/aws/transaction.ts';
import { type PushBrowser, putPushBrowsers, readPushBrowsers } from '#functions/shared/push-item.ts';

const mostMeetings = 5;

/** What is answered, and what is written before: nothing, or all browsers as they are from now on. */
export interface BrowsersChange<T> {
  readonly outcome: T;
  readonly write?: {
    readonly browsers: readonly PushBrowser[];
    /** None where nobody has chosen anything. */
    readonly event: TransactItem | null;
  };
}

/**
 * Changes which browsers of an account show notifications, together with its event. `decide` is told those that there
 * are, and again when somebody else has changed them meanwhile. Throws `Contended` when that happens too often.
 */
export async function changeBrowsers<T>(
  table: Table,
  accountId: string,
  decide: (browsers: readonly PushBrowser[]) => BrowsersChange<T>,
): Promise<T> {
  for (let attempt = 0; attempt < mostMeetings; attempt += 1) {
    const read = await readPushBrowsers(table, accountId);
    const { outcome, write } = decide(read.browsers);
    if (write === undefined) return outcome;
    const put = putPushBrowsers(table.name, accountId, read, write.browsers);
    const lost = await commit(table, write.event === null ? [put] : [put, write.event]);
    if (lost === null) return outcome;
    await backOff(attempt);
  }
  throw new Contended();
}
