import { parseClaim } from '#functions/shared/address-claim-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import { isPast } from '#functions/shared/clock.ts';
import { type Company, companySchema } from '#functions/shared/company-item.ts';
import { codeMatches, parseLinkToken } from '#functions/shared/mailed-code.ts';
import { type Outcome, refuse, type Refusal } from '#functions/shared/outcome.ts';
import type { LiveSession } from '#functions/shared/session/authenticate.ts';
import { addressClaimKey, companyKey, invitationKey } from '#functions/shared/table.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import * as v from 'valibot';
import type { Accepted } from './contract.ts';
import type { AcceptDeps } from './deps.ts';
import { type Invitation, invitationSchema } from './invitation-item.ts';
import { joinAsAccount } from './join-as-account.ts';
import { joinAsNewcomer } from './join-as-newcomer.ts';

export interface AcceptInvitationCommand {
  readonly token: string;
  readonly name?: string | undefined;
  readonly password?: string | undefined;
  readonly timezone?: string | undefined;
  /** The session of the cookie, if it stands. */
  readonly held: LiveSession | null;
  readonly viewer: Viewer;
}

/** What a right token proves: the invitation, its company, and that its holder reads the invited address's mail. */
export interface ProvenInvitation {
  readonly invitation: Invitation;
  readonly document: Accepted;
  readonly company: Company;
}

/**
 * Accepts an invitation. An address that has an account joins only by a session of that very account: the link
 * alone signs nobody in. For one without, the link has proven the address, and a name and a password make the
 * account that joins.
 */
export async function acceptInvitation(
  deps: AcceptDeps,
  command: AcceptInvitationCommand,
): Promise<Outcome<{ accepted: Accepted; setCookie: string | null }>> {
  const proven = await proveToken(deps, command.token);
  if (!proven.ok) return proven;
  const { invitation, document } = proven;
  const used = invitation.acceptedAt !== null;
  if (!used && isPast(invitation.expiresAt, deps.now())) return refuse('code-expired');

  const [claimItem] = await readMany(deps.table, [addressClaimKey(invitation.email)]);
  const claim = parseClaim(claimItem);
  if (claim === null) return used ? refuse('code-expired') : joinAsNewcomer(deps, proven, command);
  if (claim.state === 'reserved') return refuse('email-taken');
  const { held, viewer } = command;
  if (held === null) return refuse('sign-in-required', { current: document });
  if (held.account.accountId !== claim.accountId)
    return refuse('signed-in-as-another', { current: document });
  return joinAsAccount(deps, proven, { held, viewer });
}

/** Checks the token; a wrong one, one of a withdrawn invitation and one sent anew are refused alike. */
async function proveToken(
  deps: AcceptDeps,
  given: string,
): Promise<({ ok: true } & ProvenInvitation) | Refusal> {
  const token = parseLinkToken(given);
  if (token === null) return refuse('invalid-code');
  // The link of an invitation is found below its company, not below an account.
  const [companyId, invitationId] = [token.accountId, token.eventId];
  const [item, companyItem] = await readMany(deps.table, [
    invitationKey(companyId, invitationId),
    companyKey(companyId),
  ]);
  if (item === undefined || companyItem === undefined) return refuse('invalid-code');
  const [invitation, company] = [v.parse(invitationSchema, item), v.parse(companySchema, companyItem)];
  const secrets = await deps.readCodeSecret();
  if (!codeMatches(secrets, 'invitation', invitation.eventId, token.code)) return refuse('invalid-code');
  const { email, role } = invitation;
  const document = { email, role, company: { id: companyId, name: company.name }, signedIn: false };
  return { ok: true, invitation, document, company };
}
