import type { Account } from '../account-item.ts';
import type { Table } from '../aws/table-client.ts';
import type { PushBrowser } from '../push-item.ts';
import { listLiveSessions } from './session-list.ts';

/** A browser that may be sent messages, and until when. */
export interface SignedInBrowser {
  readonly browser: PushBrowser;
  readonly until: Date;
}

/**
 * Those of an account's browsers whose session nobody has ended. The others are silent: who sits at them now is nobody
 * that we know. A session that only was not used for a while still counts: messages are for people who are not at the
 * site (decision 033).
 */
export async function signedInBrowsers(
  table: Table,
  account: Account,
  browsers: readonly PushBrowser[],
  now: Date,
): Promise<SignedInBrowser[]> {
  if (browsers.length === 0) return [];
  const standing = await listLiveSessions(table, { ...account, sessionTimeoutMinutes: null }, now);
  return browsers.flatMap((browser) => {
    const stored = standing.find(({ session }) => session.id === browser.sessionId);
    return stored === undefined ? [] : [{ browser, until: new Date(stored.session.endsAt) }];
  });
}
