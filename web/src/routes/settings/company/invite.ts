import { inviteMember, revokeInvitation, type InvitationDocument } from '#functions/invitations/contract.ts';
import { call } from '#lib/api/call.ts';
import { problemMessage } from '#lib/messages.ts';
import { toasts } from '#lib/state/toasts.svelte.ts';
import type { CompanyPage } from './company-page.svelte.ts';
import { companyTexts as texts } from './company-texts.ts';

/** Mails a fresh link, good for another seven days; the earlier one opens nothing any more. */
export async function resend(company: CompanyPage, { email, role }: InvitationDocument): Promise<void> {
  const outcome = await call(inviteMember, { body: { email, role } });
  if (outcome.ok) {
    company.invited(outcome.data);
    toasts.success(texts.invited(email));
  } else toasts.error(problemMessage(outcome.problem));
}

/** Withdraws an invitation; one that is gone already counts as withdrawn. */
export async function revoke(company: CompanyPage, { id, email }: InvitationDocument): Promise<void> {
  const outcome = await call(revokeInvitation, { params: { id } });
  if (outcome.ok || outcome.problem.reason === 'not-found') {
    company.revoked(id);
    toasts.success(texts.revoked(email));
  } else toasts.error(problemMessage(outcome.problem));
}
