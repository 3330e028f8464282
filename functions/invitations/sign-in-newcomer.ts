import { readAccount } from '#functions/shared/account-item.ts';
import type { LiveSession } from '#functions/shared/session/authenticate.ts';
import { openSession } from '#functions/shared/session/open-session.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { AcceptDeps } from './deps.ts';

/**
 * Signs in whoever has just made their account, in place of the session that the browser held. Gives the cookie;
 * null when it can't be done now: the account is there all the same, and the sign-in page takes the password.
 */
export async function signInNewcomer(
  deps: AcceptDeps,
  newcomer: { email: string; password: string; viewer: Viewer; held: LiveSession | null },
): Promise<string | null> {
  const { email, password, viewer, held } = newcomer;
  const proven = await deps.pool.provePassword(email, password).catch(() => null);
  if (proven?.outcome !== 'proven') return null;
  const account = await readAccount(deps.table, proven.accountId);
  if (account === null) return null;
  const { refreshToken } = proven;
  const opened = await openSession(deps, {
    ...{ account, email, method: 'password', refreshToken, viewer, newBrowser: false },
    replaces: held?.cookie ?? null,
  });
  return opened.ok ? opened.setCookie : null;
}
