import type { Account } from '../account-item.ts';
import type { PushBrowser } from '../push-item.ts';
import { endsUnused } from './session-item.ts';
import type { StoredSession } from './session-list.ts';

/** A browser that may be sent messages, and until when if nobody uses its session meanwhile. */
export interface SignedInBrowser {
  readonly browser: PushBrowser;
  readonly until: Date;
}

/**
 * Those of an account's browsers in which a session of it stands, by its live sessions. The others are silent: who sits
 * at them now is nobody that we know (decision 033).
 */
export function signedInBrowsers(
  browsers: readonly PushBrowser[],
  live: readonly StoredSession[],
  account: Pick<Account, 'sessionTimeoutMinutes'>,
): SignedInBrowser[] {
  return browsers.flatMap((browser) => {
    const stored = live.find(({ session }) => session.id === browser.sessionId);
    return stored === undefined ? [] : [{ browser, until: endsUnused(stored.session, account) }];
  });
}
