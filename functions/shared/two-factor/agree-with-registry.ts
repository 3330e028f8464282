import { type Account, readAccount } from '../account-item.ts';
import type { ChallengedPassword, PasswordAnswer, UserPool } from '../aws/user-pool.ts';
import type { ProvenPassword } from '../aws/user-pool-tokens.ts';
import { finishRemoval, type RemovalDeps } from './finish-removal.ts';
import { isTwoFactorOn } from './two-factor-writes.ts';

export interface AgreeDeps extends RemovalDeps {
  readonly pool: Pick<
    UserPool,
    'provePassword' | 'revoke' | 'askForAuthenticator' | 'stopAskingForAuthenticator' | 'removeAuthenticator'
  >;
}

type RightPassword = ProvenPassword | ChallengedPassword;

/** A right password, as our registry takes it: half a proof, or the whole of one. */
export type RegisteredProof =
  | ProvenPassword
  /** `session` is null when Cognito has no authenticator to ask for: then recovery codes alone are left. */
  | { readonly outcome: 'second-factor-required'; readonly session: string | null }
  | { readonly outcome: 'refused' };

/**
 * Takes a right password for what our registry says it is, and brings Cognito to ask for the authenticator exactly
 * when the registry does. They differ after a crash between the two writes of enabling or disabling; the tokens
 * that a password alone then got are revoked unused (DESIGN section 4, "Two-factor and recovery codes").
 */
export async function agreeWithRegistry(
  deps: AgreeDeps,
  account: Account,
  answer: RightPassword,
  credentials: { readonly username: string; readonly password: string },
): Promise<RegisteredProof> {
  if (isTwoFactorOn(account) && answer.outcome === 'challenged') return required(answer.session);
  if (!isTwoFactorOn(account) && answer.outcome === 'proven') return answer;
  const again = () => deps.pool.provePassword(credentials.username, credentials.password);
  // What was read of the account may be older than what Cognito answered.
  const current = await readAccount(deps.table, account.accountId);
  if (current === null) return { outcome: 'refused' };
  return isTwoFactorOn(current)
    ? letCognitoAsk(deps, current, answer, again)
    : stopCognitoAsking(deps, current, answer, again);
}

async function letCognitoAsk(
  deps: AgreeDeps,
  { accountId }: Account,
  answer: RightPassword,
  again: () => Promise<PasswordAnswer>,
): Promise<RegisteredProof> {
  if (answer.outcome === 'challenged') return required(answer.session);
  await deps.pool.revoke(answer.refreshToken);
  if (!(await deps.pool.askForAuthenticator(accountId))) return required(null);
  const fresh = await again();
  if (fresh.outcome === 'challenged') return required(fresh.session);
  // Cognito must not have signed anybody in by the password alone.
  if (fresh.outcome === 'proven') await deps.pool.revoke(fresh.refreshToken);
  return { outcome: 'refused' };
}

async function stopCognitoAsking(
  deps: AgreeDeps,
  account: Account,
  answer: RightPassword,
  again: () => Promise<PasswordAnswer>,
): Promise<RegisteredProof> {
  if (answer.outcome === 'proven') return answer;
  // Switching off can't hit an authenticator that is being enrolled just now; removing could, so that has its turn.
  const removed = account.twoFactor !== null && (await finishRemoval(deps, account));
  if (!removed) await deps.pool.stopAskingForAuthenticator(account.accountId);
  const fresh = await again();
  return fresh.outcome === 'proven' ? fresh : { outcome: 'refused' };
}

function required(session: string | null): RegisteredProof {
  return { outcome: 'second-factor-required', session };
}
