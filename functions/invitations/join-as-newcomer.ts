import { readAccount } from '#functions/shared/account-item.ts';
import { parseClaim } from '#functions/shared/address-claim-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { createAccount } from '#functions/shared/new-account.ts';
import { type Outcome, refuse, refuseField, type Refusal } from '#functions/shared/outcome.ts';
import { passwordFault } from '#functions/shared/password-rules.ts';
import { endPendingSignUp, noPendingSignUp } from '#functions/shared/pending-sign-up-item.ts';
import { addressClaimKey } from '#functions/shared/table.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { AcceptInvitationCommand, ProvenInvitation } from './accept-invitation.ts';
import type { Accepted } from './contract.ts';
import type { AcceptDeps } from './deps.ts';
import { takeUp } from './join-as-account.ts';
import { signInNewcomer } from './sign-in-newcomer.ts';
import { endTurn, hasTurn, takeTurn, type Turn } from './newcomer-turn-item.ts';

const inProgress = refuse('request-in-progress', { retryAfterSeconds: 2 });

/**
 * Makes the account of an invited address that nobody has, and its membership, in one transaction. Whoever reads
 * the address's mail chooses the password, so what others may have begun with the address ends first: their
 * sign-up, then the user that Cognito may have of it. A sign-up that begins in between makes the transaction fail.
 * Killed anywhere, the link again starts over a minute later, and so does signing up. The browser is signed in then: its
 * person has proven the address and set the password this very moment.
 */
export async function joinAsNewcomer(
  deps: AcceptDeps,
  proven: ProvenInvitation,
  command: AcceptInvitationCommand,
): Promise<Outcome<{ accepted: Accepted; setCookie: string | null }>> {
  const { name, password, timezone = null, viewer } = command;
  const { email } = proven.invitation;
  if (name === undefined || password === undefined)
    return refuse('sign-up-required', { current: proven.document });
  const fault = await passwordFault(password, { email, name }, { composition: deps.passwordComposition });
  if (fault !== null) return refuseField('password', fault);

  const turn = { email, turnId: deps.newId() };
  if (!(await takeTurn(deps.table, turn, deps.now()))) return inProgress;
  try {
    const refused = await makeAccount(deps, proven, { name, password, timezone, viewer, turn });
    if (refused !== null) return refused;
  } finally {
    // A turn that can't be ended now ends by itself.
    await endTurn(deps.table, turn).catch(() => undefined);
  }
  const setCookie = await signInNewcomer(deps, { email, password, viewer, held: command.held });
  return { ok: true, accepted: { ...proven.document, signedIn: setCookie !== null }, setCookie };
}

async function makeAccount(
  deps: AcceptDeps,
  proven: ProvenInvitation,
  newcomer: { name: string; password: string; timezone: string | null; viewer: Viewer; turn: Turn },
): Promise<Refusal | null> {
  const { name, password, timezone, viewer, turn } = newcomer;
  const { email, companyId } = proven.invitation;
  const table = deps.table.name;
  await commit(deps.table, [endPendingSignUp(table, email)]);
  const accountId = await makeUser(deps, email, password);
  if (accountId === null) return inProgress;
  await deps.pool.confirm(accountId);
  const now = deps.now();
  const company = { id: companyId, name: proven.document.company.name };
  const lost = await commit(deps.table, [
    ...takeUp(deps, proven, { accountId, name, viewer }),
    hasTurn(table, turn),
    noPendingSignUp(table, email),
    ...createAccount(table, {
      accountId,
      email,
      name,
      timezone,
      company,
      eventId: deps.newId(),
      viewer,
      now,
    }),
  ]);
  if (lost === null) return null;
  return lost.index < 3 ? refuse('code-expired') : inProgress;
}

/** A new user of Cognito with this password and no other; null when somebody else is at it this very moment. */
async function makeUser(deps: AcceptDeps, email: string, password: string): Promise<string | null> {
  const created = await deps.pool.signUp(email, password);
  if (created !== null) return created;
  const left = await deps.pool.findUser(email);
  const [claim] = await readMany(deps.table, [addressClaimKey(email)]);
  // A user behind whom an account stands is never touched, however it came by the address.
  if (left === null || parseClaim(claim) !== null) return null;
  if ((await readAccount(deps.table, left)) !== null) return null;
  await deps.pool.deleteUser(left);
  return deps.pool.signUp(email, password);
}
