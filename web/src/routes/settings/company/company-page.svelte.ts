import { getCompany, type CompanyDocument } from '#functions/companies/contract.ts';
import { listInvitations, type InvitationDocument } from '#functions/invitations/contract.ts';
import { listMembers, type Member } from '#functions/members/contract.ts';
import { call } from '#lib/api/call.ts';
import type { Problem } from '#lib/api/problem.ts';
import { momentsIn } from '#lib/moments.ts';
import { session } from '#lib/state/session.svelte.ts';

/** The company of the session: its name, who belongs to it, and who is invited. */
export class CompanyPage {
  document = $state.raw<CompanyDocument | null>(null);
  members = $state.raw<readonly Member[]>([]);
  invitations = $state.raw<readonly InvitationDocument[]>([]);
  problem = $state.raw<Problem | null>(null);
  isAdmin = $derived(this.document !== null && this.document.role !== 'member');
  isOwner = $derived(this.document?.role === 'owner');
  /** The caller's own id, to know oneself on the roster. */
  me = $derived(session.current?.user.id ?? '');

  /** Times in the person's own zone. */
  moments = $derived(momentsIn(session.current?.user.timezone ?? null));

  /** Reads all that the page shows, side by side. Invitations are for admins. */
  async load(): Promise<void> {
    await session.load();
    if (session.current === null) {
      this.problem = session.problem;
      return;
    }
    const mayInvite = session.current.company.role !== 'member';
    const [company, members, invitations] = await Promise.all([
      call(getCompany, {}),
      call(listMembers, {}),
      mayInvite ? call(listInvitations, {}) : null,
    ]);
    this.problem = null;
    for (const outcome of [company, members, invitations])
      if (outcome?.ok === false) this.problem = outcome.problem;
    if (this.problem !== null || !company.ok || !members.ok) return;
    this.members = members.data.members;
    this.invitations = invitations?.ok === true ? invitations.data.invitations : [];
    this.document = company.data;
  }

  /** Takes over a new name, for the header's menu, too. */
  rename(document: CompanyDocument): void {
    this.document = document;
    session.renameCompany(document.name);
  }

  /** Takes over a member as they are now; a change of one's own role changes what the page may do. */
  async change(member: Member): Promise<void> {
    this.members = this.members.map((each) => (each.id === member.id ? member : each));
    if (member.id !== this.me) return;
    session.forget();
    await this.load();
  }

  remove(id: string): void {
    this.members = this.members.filter((member) => member.id !== id);
  }

  /** Shows an invitation in place of the earlier one of the same address. */
  invited(invitation: InvitationDocument): void {
    this.invitations = [invitation, ...this.invitations.filter(({ email }) => email !== invitation.email)];
  }

  revoked(id: string): void {
    this.invitations = this.invitations.filter((invitation) => invitation.id !== id);
  }
}
