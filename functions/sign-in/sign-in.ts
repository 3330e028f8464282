import { type Account, accountSchema } from '#functions/shared/account-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { ChallengedPassword } from '#functions/shared/aws/user-pool.ts';
import type { ProvenPassword } from '#functions/shared/aws/user-pool-tokens.ts';
import { finishEmailChange } from '#functions/shared/email-change-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import { type ProofTry, reserveProof } from '#functions/shared/proof-throttle.ts';
import { recordRefusedProof } from '#functions/shared/refused-proof.ts';
import { browserKey } from '#functions/shared/session/known-browser-item.ts';
import { openSession } from '#functions/shared/session/open-session.ts';
import { accountKey, recoveryCodesKey } from '#functions/shared/table.ts';
import { agreeWithRegistry } from '#functions/shared/two-factor/agree-with-registry.ts';
import { parseRecoveryCodes } from '#functions/shared/two-factor/recovery-codes-item.ts';
import { parse } from 'valibot';
import { sealChallenge } from './challenge.ts';
import type { SignInDeps, SignInOrigin } from './deps.ts';

export interface SignInCommand extends SignInOrigin {
  readonly email: string;
  readonly password: string;
}

type SignedIn =
  | { readonly status: 'signed-in'; readonly setCookie: string }
  | {
      readonly status: 'second-factor-required';
      readonly challenge: string;
      readonly methods: ('totp' | 'recovery-code')[];
    };

/**
 * Signs in with email and password, or gives a challenge where two-factor is on. A wrong password, an unknown
 * address and a user that Cognito has locked get the same answer; a right password waits like a wrong one while
 * tries are throttled, and only who knows it learns whether two-factor is on.
 */
export async function signIn(deps: SignInDeps, command: SignInCommand): Promise<Outcome<SignedIn>> {
  const now = deps.now();
  const proof = await reserveProof(deps.table, { email: command.email, ip: command.viewer.ip }, now);
  if (!proof.ok) return proof;
  const answer = await deps.pool.provePassword(command.email, command.password);
  switch (answer.outcome) {
    case 'refused':
      await recordRefusedProof(deps, proof, command, now);
      return refuse('invalid-credentials');
    case 'unconfirmed':
      await proof.succeed();
      return refuse('not-confirmed');
    default:
      return afterPassword(deps, { ...command, provenAt: now.toISOString() }, proof, answer);
  }
}

/** A sign-in whose password is right; `provenAt` is the moment before it was looked at. */
type ProvenCommand = SignInCommand & { readonly provenAt: string };

async function afterPassword(
  deps: SignInDeps,
  command: ProvenCommand,
  proof: ProofTry,
  answer: ProvenPassword | ChallengedPassword,
): Promise<Outcome<SignedIn>> {
  const { accountId } = answer;
  const [item, known, codes] = await readMany(deps.table, [
    accountKey(accountId),
    browserKey(accountId, command.viewer),
    recoveryCodesKey(accountId),
  ]);
  // Cognito may know a user whose address was never proven to us: it has no account yet.
  if (item === undefined) {
    await proof.succeed();
    if (answer.outcome === 'proven') await deps.pool.revoke(answer.refreshToken);
    return refuse('not-confirmed');
  }
  const account = parse(accountSchema, item);
  const { email: username, password } = command;
  const agreed = await agreeWithRegistry(deps, account, answer, { username, password });
  switch (agreed.outcome) {
    case 'refused':
      return refuse('invalid-credentials');
    case 'second-factor-required': {
      await proof.halfSucceed();
      if (account.state === 'disabled') return refuse('account-disabled');
      const challenge = await challengeFor(deps, command, accountId, agreed.session);
      return { ok: true, status: agreed.outcome, challenge, methods: methods(agreed.session, codes) };
    }
    case 'proven':
      await proof.succeed();
      return start(deps, command, { account, newBrowser: known === undefined }, agreed);
  }
}

async function challengeFor(
  deps: SignInDeps,
  { email, provenAt }: ProvenCommand,
  accountId: string,
  session: string | null,
): Promise<string> {
  const [secret] = await deps.readCodeSecret();
  return sealChallenge(secret, { accountId, email, session, provenAt });
}

function methods(session: string | null, codes: unknown): ('totp' | 'recovery-code')[] {
  return [
    ...(session === null ? [] : (['totp'] as const)),
    ...(parseRecoveryCodes(codes).size === 0 ? [] : (['recovery-code'] as const)),
  ];
}

async function start(
  deps: SignInDeps,
  { viewer, replaces, provenAt }: ProvenCommand,
  { account, newBrowser }: { account: Account; newBrowser: boolean },
  { email, refreshToken }: ProvenPassword,
): Promise<Outcome<SignedIn>> {
  if (email !== account.email && account.state !== 'disabled') await finishEmailChange(deps, account, email);
  const opened = await openSession(deps, {
    ...{ account, email, refreshToken, viewer, newBrowser, replaces, provenAt },
    method: 'password',
  });
  if (opened.ok) return { ok: true, status: 'signed-in', setCookie: opened.setCookie };
  // A refused sign-in must leave no tokens alive.
  await deps.pool.revoke(refreshToken);
  return opened;
}
