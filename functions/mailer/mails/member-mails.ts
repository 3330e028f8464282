import type { memberInvited } from '#events/lifecycle/member-invited.ts';
import type { memberRemoved } from '#events/lifecycle/member-removed.ts';
import type { memberRoleChanged } from '#events/lifecycle/member-role-changed.ts';
import { days } from '#functions/shared/clock.ts';
import { invitationLink, siteLink } from '../links.ts';
import { button, paragraph, strong, type Mail } from '#functions/shared/mail/mail-description.ts';
import type { EventOf, MailSettings } from '../mail-settings.ts';
import {
  companyWords,
  factsOf,
  greeting,
  impersonalGreeting,
  momentAfter,
  personWords,
} from '#functions/shared/mail/wording.ts';

/**
 * To an address that may have an account or none: the mail is the same, so it tells neither. What people chose as
 * names stays out of the subject and is never a link.
 */
export function invitedToCompany(event: EventOf<typeof memberInvited>, settings: MailSettings): Mail {
  const { email, role, companyName, inviterName, invitationId } = event.data;
  const { productName } = settings;
  return {
    id: 'invitation',
    to: email,
    subject: `You are invited to a company on ${productName}`,
    preheader: 'Use the link within seven days to accept the invitation.',
    heading: 'You are invited',
    greeting: impersonalGreeting,
    blocks: [
      paragraph(
        strong(personWords(inviterName)),
        ' invites you to join ',
        strong(companyWords(companyName)),
        ` on ${productName} as ${role === 'admin' ? 'an admin' : 'a member'}.`,
      ),
      button('Accept the invitation', invitationLink(event, settings, invitationId)),
      paragraph('The link works for seven days, until ', strong(momentAfter(event, 7 * days, null)), '.'),
      paragraph('If you don’t know what this is about, do nothing: without the link nothing happens.'),
    ],
    why: `You get this mail because an admin of a company on ${productName} entered this address.`,
  };
}

const roleNames = { owner: 'an owner', admin: 'an admin', member: 'a member' } as const;

/** To the member whose role was changed, by whomever. */
export function roleWasChanged(event: EventOf<typeof memberRoleChanged>, settings: MailSettings): Mail {
  const { email, name, timezone, role, oldRole, companyName } = event.data;
  const { productName } = settings;
  return {
    id: 'role-changed',
    to: email,
    subject: `Your role in a company on ${productName} has changed`,
    preheader: `You are ${roleNames[role]} now.`,
    heading: 'Your role has changed',
    greeting: greeting(name),
    blocks: [
      paragraph(
        'In ',
        strong(companyWords(companyName)),
        ' you are ',
        strong(roleNames[role]),
        ` now; before, you were ${roleNames[oldRole]}.`,
      ),
      factsOf(event, timezone),
      button('Open settings', siteLink(settings, '/settings')),
    ],
    why: membershipNotice(productName),
  };
}

/** To somebody who belongs to a company no more, without having left it. */
export function membershipEnded(event: EventOf<typeof memberRemoved>, settings: MailSettings): Mail {
  const { email, name, timezone, companyName, cause } = event.data;
  const { productName } = settings;
  const deleted = cause === 'company-deleted';
  return {
    id: 'membership-ended',
    to: email,
    subject: deleted
      ? `A company of yours on ${productName} was deleted`
      : `You were removed from a company on ${productName}`,
    preheader: 'Your account, your profile and your other companies are as they were.',
    heading: deleted ? 'The company was deleted' : 'You were removed',
    greeting: greeting(name),
    blocks: [
      deleted
        ? paragraph('The company ', strong(companyWords(companyName)), ' was deleted by one of its owners.')
        : paragraph('You are no longer a member of ', strong(companyWords(companyName)), '.'),
      factsOf(event, timezone),
      paragraph('Your account and your other companies are as they were. You can sign in as before.'),
      button('Open settings', siteLink(settings, '/settings')),
    ],
    why: membershipNotice(productName),
  };
}

function membershipNotice(productName: string): string {
  return `You get this notice because it concerns your membership in a company on ${productName}.`;
}
