import type { addressRefused } from '#events/lifecycle/address-refused.ts';
import type { ipBreakGlassUsed } from '#events/lifecycle/ip-break-glass-used.ts';
import type { ipEnforcementBegan } from '#events/lifecycle/ip-enforcement-began.ts';
import type { ipEnforcementReverted } from '#events/lifecycle/ip-enforcement-reverted.ts';
import type { Recipient } from '#events/recipients.ts';
import { siteLink } from '../links.ts';
import { button, paragraph, strong, type Mail } from '#functions/shared/mail/mail-description.ts';
import type { EventOf, MailSettings } from '../mail-settings.ts';
import { factsOf, formatMoment, greeting, securityNotice } from '#functions/shared/mail/wording.ts';

/** One mail for each of those concerned; its id has their place, so that each is sent once. */
function toEach(
  recipients: readonly Recipient[],
  id: string,
  write: (recipient: Recipient) => Omit<Mail, 'id' | 'to' | 'greeting'>,
): Mail[] {
  return recipients.map((recipient, place) => ({
    ...write(recipient),
    id: `${id}-${String(place)}`,
    to: recipient.email,
    greeting: greeting(recipient.name),
  }));
}

function whyAdmins(company: string): string {
  return `You get this notice because you manage ${company}. It cannot be turned off.`;
}

/** To owners and admins: enforcement stands on trial. */
export function enforcementBegan(event: EventOf<typeof ipEnforcementBegan>, settings: MailSettings): Mail[] {
  const { company, scope, until, recipients } = event.data;
  const reach = scope === 'all' ? 'every request' : 'what admins do and what is sensitive';
  return toEach(recipients, 'ip-enforcement-began', ({ timezone }) => ({
    subject: `${company} now enforces its IP restrictions`,
    preheader: 'Unless an admin confirms it within ten minutes, it reverts by itself.',
    heading: 'IP restrictions are enforced',
    blocks: [
      paragraph(`${company} now refuses addresses that are not on its list, for ${reach}.`),
      paragraph(
        'This stands on trial: unless an admin confirms it from an allowed address by ',
        strong(formatMoment(new Date(until), timezone)),
        ', it reverts by itself to what was before.',
      ),
      button('Open IP restrictions', siteLink(settings, '/settings/ip-restrictions')),
      factsOf(event, timezone),
    ],
    why: whyAdmins(company),
  }));
}

/** To owners and admins: nobody confirmed in time. */
export function enforcementReverted(
  event: EventOf<typeof ipEnforcementReverted>,
  settings: MailSettings,
): Mail[] {
  const { company, mode, recipients } = event.data;
  const now = {
    off: 'They are off.',
    monitor: 'Addresses are monitored, and nobody is refused.',
    enforce: 'They are enforced for what admins do and what is sensitive only.',
  }[mode];
  return toEach(recipients, 'ip-enforcement-reverted', ({ timezone }) => ({
    subject: `The IP restrictions of ${company} have reverted`,
    preheader: 'Nobody confirmed them from an allowed address in time.',
    heading: 'IP restrictions have reverted',
    blocks: [
      paragraph(
        `Nobody confirmed within ten minutes, from an allowed address, that ${company} enforces its IP restrictions. So they are as they were before. ${now}`,
      ),
      paragraph('The list itself is kept as it was saved. Test your addresses against it, then try again.'),
      button('Open IP restrictions', siteLink(settings, '/settings/ip-restrictions')),
      factsOf(event, timezone),
    ],
    why: whyAdmins(company),
  }));
}

/** To all owners: one of them passes the restrictions for half an hour. */
export function breakGlassUsed(event: EventOf<typeof ipBreakGlassUsed>, settings: MailSettings): Mail[] {
  const { company, owner, until, recipients } = event.data;
  return toEach(recipients, 'ip-break-glass-used', ({ timezone }) => ({
    subject: `Break-glass was used at ${company}`,
    preheader: 'An owner passes the IP restrictions for 30 minutes.',
    heading: 'Break-glass was used',
    blocks: [
      paragraph(
        strong(owner),
        `, an owner of ${company}, used break-glass with password, authenticator and a recovery code. Until `,
        strong(formatMoment(new Date(until), timezone)),
        ' they pass the IP restrictions from any address.',
      ),
      factsOf(event, timezone),
      paragraph(
        'If you did not expect this, ask them at once, and look at the audit log. Whoever did it has that owner’s password, authenticator and a recovery code.',
      ),
      button('Open the audit log', siteLink(settings, '/settings/audit-log')),
    ],
    why: whyAdmins(company),
  }));
}

/** To the owner of an account, once a day: it was used from an address that is not allowed. */
export function addressWasRefused(
  event: EventOf<typeof addressRefused>,
  settings: MailSettings,
): Mail | null {
  const { mail, at, by, company, email, name, timezone } = event.data;
  if (!mail) return null;
  const { productName } = settings;
  const what =
    at === 'session'
      ? 'One of your sessions was used from an address that is not allowed.'
      : 'Somebody signed in with your password from an address that is not allowed.';
  const list = by === 'own' ? 'your own list of addresses' : `the list of ${company}`;
  return {
    id: 'address-refused',
    to: email,
    subject: `Your ${productName} account was used from an address that is not allowed`,
    preheader: 'It was refused. If it was not you, act now.',
    heading: 'Refused because of its address',
    greeting: greeting(name),
    blocks: [
      paragraph(`${what} It was refused, because ${list} does not have it.`),
      factsOf(event, timezone),
      paragraph(
        'If it was you, use an allowed address, or ask whoever keeps the list to add this one. If it was not you, somebody has your password or a session of yours. Set a new password now: that ends every session.',
      ),
      button('Set a new password', siteLink(settings, '/forgot-password')),
      paragraph('You are told of this once a day at most; the security log has more.'),
    ],
    why: securityNotice(productName),
  };
}
