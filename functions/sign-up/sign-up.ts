import { signUpRepeated } from '#events/lifecycle/sign-up-repeated.ts';
import { signUpRequested } from '#events/lifecycle/sign-up-requested.ts';
import { decoyEvent } from '#functions/shared/address-holder.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { mayMail } from '#functions/shared/mail-quota.ts';
import { type Outcome, refuseField } from '#functions/shared/outcome.ts';
import { passwordFault } from '#functions/shared/password-rules.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { SignUpDeps } from './deps.ts';
import { putPendingSignUp, readAddress } from '#functions/shared/pending-sign-up-item.ts';

export interface SignUpCommand {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly timezone: string | null;
  readonly viewer: Viewer;
}

/**
 * Begins a sign-up, or tells the owner of a known address by mail that somebody tried. The caller learns
 * nothing about the address: same answer, and one call to Cognito and one transaction either way.
 */
export async function signUp(deps: SignUpDeps, command: SignUpCommand): Promise<Outcome> {
  const fault = await passwordFault(command.password, command, { composition: deps.passwordComposition });
  if (fault !== null) return refuseField('password', fault);
  if (!(await mayMail(deps.table, command.email, deps.now()))) return { ok: true };

  const { claim, pending } = await readAddress(deps.table, command.email);
  const created = await deps.pool.signUp(command.email, command.password);
  if (claim !== null) {
    // An address that is only reserved is free in Cognito: what the equal work just made there must go.
    if (created !== null) await deps.pool.deleteUser(created);
    await tellOwner(deps, command, claim.accountId);
  } else if (created !== null) await awaitConfirmation(deps, command, created);
  else await replaceSignUp(deps, command, pending?.accountId ?? null);
  return { ok: true };
}

function requested(deps: SignUpDeps, command: SignUpCommand, accountId: string, eventId: string) {
  const { email, name, timezone, viewer } = command;
  return recordEvent(deps.table.name, signUpRequested, {
    id: eventId,
    now: deps.now(),
    accountId,
    actor: { kind: 'anonymous' },
    origin: viewer,
    data: { email, name, timezone },
  });
}

/** Writes the sign-up with the event whose mail carries its code. */
async function awaitConfirmation(deps: SignUpDeps, command: SignUpCommand, accountId: string): Promise<void> {
  const eventId = deps.newId();
  const { email, name, timezone } = command;
  await commit(deps.table, [
    ...putPendingSignUp(deps.table.name, {
      email,
      accountId,
      name,
      timezone,
      eventId,
      ready: true,
      now: deps.now(),
    }),
    requested(deps, command, accountId, eventId),
  ]);
}

/**
 * Signs up anew with an address that was never confirmed, perhaps by somebody else. The earlier code dies
 * first, then the password is replaced, then the new mail goes out: whoever proves the address gets the
 * password that was given with the very mail they followed.
 */
async function replaceSignUp(deps: SignUpDeps, command: SignUpCommand, known: string | null): Promise<void> {
  const accountId = known ?? (await deps.pool.findUser(command.email));
  if (accountId === null) return;
  const { email, name, timezone } = command;
  const barred = { email, accountId, name, timezone, eventId: deps.newId(), ready: false, now: deps.now() };
  const confirmedMeanwhile = await commit(deps.table, putPendingSignUp(deps.table.name, barred));
  if (confirmedMeanwhile !== null) return;
  await deps.pool.setPassword(accountId, command.password);
  await awaitConfirmation(deps, command, accountId);
}

async function tellOwner(deps: SignUpDeps, command: SignUpCommand, accountId: string): Promise<void> {
  const { email, name, viewer } = command;
  const table = deps.table.name;
  await commit(deps.table, [
    // As many writes as a sign-up begins with.
    decoyEvent(table, deps.newId()),
    decoyEvent(table, deps.newId()),
    recordEvent(table, signUpRepeated, {
      id: deps.newId(),
      now: deps.now(),
      accountId,
      actor: { kind: 'anonymous' },
      origin: viewer,
      // The zone is the stranger's, not the owner's.
      data: { email, name, timezone: null },
    }),
  ]);
}
