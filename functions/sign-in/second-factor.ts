import { type Account, accountSchema } from '#functions/shared/account-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import { finishEmailChange } from '#functions/shared/email-change-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import { reserveProof } from '#functions/shared/proof-throttle.ts';
import { recordRefusedProof } from '#functions/shared/refused-proof.ts';
import { browserKey } from '#functions/shared/session/known-browser-item.ts';
import { openSession } from '#functions/shared/session/open-session.ts';
import { accountKey, recoveryCodesKey } from '#functions/shared/table.ts';
import { answerCode } from '#functions/shared/two-factor/prove-identity.ts';
import { hashRecoveryCode, parseRecoveryCodes } from '#functions/shared/two-factor/recovery-codes-item.ts';
import { isTwoFactorOn } from '#functions/shared/two-factor/two-factor-writes.ts';
import { useUpRecoveryCode } from '#functions/shared/two-factor/use-recovery-code.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import { parse } from 'valibot';
import { type Challenge, openChallenge } from './challenge.ts';
import type { SignInDeps, SignInOrigin } from './deps.ts';

export interface SecondFactorCommand extends SignInOrigin {
  readonly challenge: string;
  readonly method: 'totp' | 'recovery-code';
  readonly code: string;
}

type Finished = Outcome<{ setCookie: string; recoveryCodesLeft?: number }>;

/**
 * Finishes a sign-in whose password is proven, with a code of the authenticator or a recovery code, which is used
 * up by the write that starts the session and leaves two-factor on. Failures count together with those of the
 * password, across challenges. Three round trips to the table besides that count.
 */
export async function secondFactor(deps: SignInDeps, command: SecondFactorCommand): Promise<Finished> {
  const challenge = openChallenge(await deps.readCodeSecret(), command.challenge, deps.now());
  if (challenge === null) return refuse('challenge-expired');
  const who = { email: challenge.email, viewer: command.viewer };
  const proof = await reserveProof(deps.table, { email: who.email, ip: who.viewer.ip }, deps.now());
  if (!proof.ok) return proof;
  const person = await readPerson(deps, challenge, command.viewer);
  const finish = command.method === 'totp' ? byAuthenticator : byRecoveryCode;
  const finished =
    person === null ? refuse('challenge-expired') : await finish(deps, challenge, person, command);
  // The session stands: failing would keep its cookie from the person.
  if (finished.ok) await proof.succeed().catch(() => undefined);
  else if (finished.reason === 'invalid-code' || finished.reason === 'code-used')
    await recordRefusedProof(deps, proof, who, deps.now());
  else await proof.halfSucceed();
  return finished;
}

interface Person {
  readonly account: Account;
  readonly newBrowser: boolean;
  /** Hashes of the recovery codes that are left. */
  readonly codes: ReadonlySet<string>;
}

/**
 * Whom a challenge is for; null when the proof in it counts no more: every session was ended since, or two-factor
 * was turned off, so that signing in begins anew.
 */
async function readPerson(deps: SignInDeps, challenge: Challenge, viewer: Viewer): Promise<Person | null> {
  const { accountId, provenAt } = challenge;
  const [item, known, codes] = await readMany(deps.table, [
    accountKey(accountId),
    browserKey(accountId, viewer),
    recoveryCodesKey(accountId),
  ]);
  if (item === undefined) return null;
  const account = parse(accountSchema, item);
  if (provenAt < account.sessionsValidFrom || !isTwoFactorOn(account)) return null;
  return { account, newBrowser: known === undefined, codes: parseRecoveryCodes(codes) };
}

async function byAuthenticator(
  deps: SignInDeps,
  { accountId, session, provenAt }: Challenge,
  { account, newBrowser }: Person,
  { code, viewer, replaces }: SecondFactorCommand,
): Promise<Finished> {
  const answer = await answerCode(deps.pool, accountId, session, code);
  if (!answer.ok) return answer;
  const { refreshToken, email } = answer;
  if (email !== account.email) await finishEmailChange(deps, account, email);
  const opened = await openSession(deps, {
    ...{ account, email, refreshToken, viewer, newBrowser, replaces, provenAt },
    method: 'totp',
  });
  // A refused sign-in must leave no tokens alive.
  if (!opened.ok) await deps.pool.revoke(refreshToken);
  return opened;
}

async function byRecoveryCode(
  deps: SignInDeps,
  { email, provenAt }: Challenge,
  { account, newBrowser, codes }: Person,
  { code, viewer, replaces }: SecondFactorCommand,
): Promise<Finished> {
  const hash = hashRecoveryCode(code);
  if (!codes.has(hash)) return refuse('invalid-code');
  const left = codes.size - 1;
  const opened = await openSession(deps, {
    ...{ account, email, viewer, newBrowser, replaces, provenAt },
    method: 'recovery-code',
    refreshToken: null,
    also: {
      items: useUpRecoveryCode(deps, account, { hash, left }, { purpose: 'sign-in', viewer }),
      lost: refuse('invalid-code'),
    },
  });
  return opened.ok ? { ...opened, recoveryCodesLeft: left } : opened;
}
