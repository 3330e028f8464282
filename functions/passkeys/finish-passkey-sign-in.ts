import { parse } from 'valibot';
import { accountSchema } from '#functions/shared/account-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { ProvenPassword } from '#functions/shared/aws/user-pool-tokens.ts';
import { finishEmailChange } from '#functions/shared/email-change-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import { reserveProof } from '#functions/shared/proof-throttle.ts';
import { recordRefusedProof } from '#functions/shared/refused-proof.ts';
import { browserKey } from '#functions/shared/session/known-browser-item.ts';
import { openSession } from '#functions/shared/session/open-session.ts';
import type { SessionCookie } from '#functions/shared/session/session-cookie.ts';
import { accountKey, passkeyKey } from '#functions/shared/table.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import { recordAdded } from './add-writes.ts';
import { openChallenge } from './challenge.ts';
import type { SignedChallenge } from './contract.ts';
import type { PasskeyDeps } from './deps.ts';
import { parsePasskey, passkeyId, usePasskey } from './passkey-item.ts';

export interface FinishPasskeySignInCommand {
  readonly challenge: string;
  readonly credential: SignedChallenge;
  readonly viewer: Viewer;
  /** The session that the browser already holds; signing in replaces it (ASVS 7.2.4). */
  readonly replaces: SessionCookie | null;
}

/**
 * Signs in with the signed challenge. A passkey whose user was verified is both factors, so two-factor asks for nothing
 * more. Failures count together with those of the password. What our own registry does not know signs in nobody,
 * whatever Cognito says.
 */
export async function finishPasskeySignIn(
  deps: PasskeyDeps,
  command: FinishPasskeySignInCommand,
): Promise<Outcome<{ setCookie: string }>> {
  const challenge = openChallenge(await deps.readCodeSecret(), command.challenge, deps.now());
  if (challenge === null) return refuse('challenge-expired');
  const { email, accountId, session } = challenge;
  const { viewer, credential } = command;
  const proof = await reserveProof(deps.table, { email, ip: viewer.ip }, deps.now());
  if (!proof.ok) return proof;
  const answer = await deps.pool.answerWithPasskey(accountId, session, {
    ...credential,
    clientExtensionResults: {},
  });
  if (answer.outcome === 'refused') {
    await recordRefusedProof(deps, proof, { email, viewer }, deps.now());
    return refuse('passkey-refused');
  }
  await proof.succeed();
  const started = await start(deps, command, answer);
  // A refused sign-in must leave no tokens alive.
  if (!started.ok) await deps.pool.revoke(answer.refreshToken);
  return started;
}

async function start(
  deps: PasskeyDeps,
  { credential, viewer, replaces }: FinishPasskeySignInCommand,
  { accountId, email, refreshToken }: ProvenPassword,
): Promise<Outcome<{ setCookie: string }>> {
  const [item, known, kept] = await readMany(deps.table, [
    accountKey(accountId),
    browserKey(accountId, viewer),
    passkeyKey(accountId, passkeyId(credential.id)),
  ]);
  const passkey = parsePasskey(kept);
  if (item === undefined || passkey === null) return refuse('passkey-refused');
  const account = parse(accountSchema, item);
  if (email !== account.email && account.state !== 'disabled') await finishEmailChange(deps, account, email);
  const [now, table] = [deps.now(), deps.table.name];
  // Its adding was killed after Cognito had registered it: this is when its owner hears of it.
  const adding = { eventId: deps.newId(), account, passkey, viewer, now };
  return openSession(deps, {
    ...{ account, email, refreshToken, viewer, newBrowser: known === undefined, replaces },
    method: 'passkey',
    also: {
      items: [
        usePasskey(table, passkey, now),
        ...(passkey.state === 'adding' ? recordAdded(table, adding) : []),
      ],
      lost: refuse('passkey-refused'),
    },
  });
}
