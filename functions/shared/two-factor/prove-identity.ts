import type { Account } from '../account-item.ts';
import { refuse, type Refusal } from '../outcome.ts';
import { type ProofTry, reserveProof } from '../proof-throttle.ts';
import { recordRefusedProof } from '../refused-proof.ts';
import type { UserPool } from '../aws/user-pool.ts';
import type { Authenticated } from '../session/authenticate.ts';
import { heldToken } from '../session/session-item.ts';
import type { Viewer } from '../viewer.ts';
import { agreeWithRegistry, type AgreeDeps } from './agree-with-registry.ts';
import { hashRecoveryCode, readRecoveryCodes } from './recovery-codes-item.ts';
import type { RecoveryCodeProof } from './use-recovery-code.ts';

export interface ProveDeps extends AgreeDeps {
  readonly pool: AgreeDeps['pool'] & Pick<UserPool, 'answerWithCode'>;
  readonly newId: () => string;
}

export interface ProofCommand {
  readonly account: Account;
  readonly password: string;
  /** A code of the authenticator or a recovery code; looked at only where two-factor is on. */
  readonly code: string | null;
  readonly viewer: Viewer;
}

/** A whole proof of who somebody is. It has yet to be settled, by `succeed`, once what it was wanted for is done. */
export interface IdentityProof {
  readonly ok: true;
  /** What Cognito minted: to be kept in the session or revoked. A recovery code mints nothing. */
  readonly refreshToken: string | null;
  /** The recovery code that stood in, to be used up (`useUpRecoveryCode`) in the transaction that it is wanted for. */
  readonly recoveryCode: RecoveryCodeProof | null;
  /** Forgets the account's failed tries, or leaves them: it never fails, since what the proof was for is done. */
  readonly succeed: () => Promise<void>;
}

/**
 * Proves the person of an account anew: by the password, and by the second factor where one is on. Every failure
 * counts together with those of signing in; a right password alone gives back only its own try (Microsoft 2024).
 */
export async function proveIdentity(
  deps: ProveDeps,
  command: ProofCommand,
): Promise<IdentityProof | Refusal> {
  const { account, password, viewer } = command;
  const who = { email: account.email, viewer };
  const proof = await reserveProof(deps.table, { email: account.email, ip: viewer.ip }, deps.now());
  if (!proof.ok) return proof;
  const answer = await deps.pool.provePassword(account.accountId, password);
  const right = answer.outcome === 'proven' || answer.outcome === 'challenged';
  const agreed =
    right && answer.accountId === account.accountId
      ? await agreeWithRegistry(deps, account, answer, { username: account.accountId, password })
      : ({ outcome: 'refused' } as const);
  if (agreed.outcome === 'refused') {
    await recordRefusedProof(deps, proof, who, deps.now());
    return refuse('invalid-credentials');
  }
  if (agreed.outcome === 'proven')
    return whole(proof, { refreshToken: agreed.refreshToken, recoveryCode: null });
  if (command.code === null) {
    await proof.halfSucceed();
    return refuse('second-factor-required');
  }
  const second = await proveSecond(deps, account, agreed.session, command.code);
  if (second.ok) return whole(proof, second);
  if (second.reason === 'challenge-expired') await proof.halfSucceed();
  else await recordRefusedProof(deps, proof, who, deps.now());
  return second;
}

function whole(proof: ProofTry, minted: Pick<IdentityProof, 'refreshToken' | 'recoveryCode'>): IdentityProof {
  const { refreshToken, recoveryCode } = minted;
  const succeed = () => proof.succeed().catch(() => undefined);
  return { ok: true, refreshToken, recoveryCode, succeed };
}

type SecondProof = { readonly ok: true } & Pick<IdentityProof, 'refreshToken' | 'recoveryCode'>;

async function proveSecond(
  deps: ProveDeps,
  { accountId }: Account,
  session: string | null,
  code: string,
): Promise<SecondProof | Refusal> {
  if (isAuthenticatorCode(code)) {
    const answer = await answerCode(deps.pool, accountId, session, code);
    return answer.ok ? { ...answer, recoveryCode: null } : answer;
  }
  const hashes = await readRecoveryCodes(deps.table, accountId);
  const hash = hashRecoveryCode(code);
  if (!hashes.has(hash)) return refuse('invalid-code');
  return { ok: true, refreshToken: null, recoveryCode: { hash, left: hashes.size - 1 } };
}

/** Tells a code of the authenticator from a recovery code. */
export function isAuthenticatorCode(code: string): boolean {
  return /^\d{6}$/.test(code);
}

/** Answers Cognito's challenge with a code of the authenticator, in the words of our reasons. */
export async function answerCode(
  pool: Pick<UserPool, 'answerWithCode'>,
  accountId: string,
  session: string | null,
  code: string,
): Promise<{ ok: true; refreshToken: string; email: string } | Refusal> {
  if (session === null || !isAuthenticatorCode(code)) return refuse('invalid-code');
  const answer = await pool.answerWithCode(accountId, session, code);
  switch (answer.outcome) {
    case 'proven':
      return { ok: true, refreshToken: answer.refreshToken, email: answer.email };
    case 'wrong':
      return refuse('invalid-code');
    case 'used':
      return refuse('code-used');
    case 'expired':
      return refuse('challenge-expired');
  }
}

/**
 * After a proof, a session holds the tokens that it minted instead of its own (`rotateSession`): revokes the family
 * that is held by nobody now, the earlier one, or the new one where the session could not be `kept`. Nobody can read
 * that token any more, so a failure leaves nothing to use.
 */
export async function revokeSpareToken(
  pool: Pick<UserPool, 'revoke'>,
  auth: Authenticated,
  minted: string | null,
  kept: boolean,
): Promise<void> {
  const spare = kept ? heldToken(auth) : minted;
  if (minted !== null && spare !== null) await pool.revoke(spare).catch(() => undefined);
}
