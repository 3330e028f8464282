import type { emailChanged } from '#events/lifecycle/email-changed.ts';
import type { emailReverted } from '#events/lifecycle/email-reverted.ts';
import { days } from '#functions/shared/clock.ts';
import { emailChangeLink, siteLink } from '../links.ts';
import { button, paragraph, strong, type Mail } from '#functions/shared/mail/mail-description.ts';
import type { EventOf, MailSettings } from '../mail-settings.ts';
import {
  factsOf,
  greeting,
  impersonalGreeting,
  momentAfter,
  securityNotice,
} from '#functions/shared/mail/wording.ts';

/** To the old address, with the link that restores it. */
export function addressWasChanged(event: EventOf<typeof emailChanged>, settings: MailSettings): Mail {
  const { email, oldEmail, name, timezone } = event.data;
  const { productName } = settings;
  return {
    id: 'address-changed-old',
    to: oldEmail,
    subject: `Your ${productName} email address was changed`,
    preheader: 'If it was not you, restore this address within seven days.',
    heading: 'Your email address was changed',
    greeting: greeting(name),
    blocks: [
      paragraph(
        `The email address of your ${productName} account was changed from `,
        strong(oldEmail),
        ' to ',
        strong(email),
        '. Mail about your account now goes there.',
      ),
      factsOf(event, timezone),
      paragraph(
        'If it was you, there is nothing to do. If it was not you, restore this address: that ends every session and mails you a link to set a new password.',
      ),
      button('Restore this address', emailChangeLink(event, settings, 'revert')),
      paragraph('The link works for seven days, until ', strong(momentAfter(event, 7 * days, timezone)), '.'),
    ],
    why: `You get this notice because this was the address of your ${productName} account.`,
  };
}

/** To the new address, which has just proven itself. */
export function newAddressInUse(event: EventOf<typeof emailChanged>, settings: MailSettings): Mail {
  const { email, name, timezone } = event.data;
  const { productName } = settings;
  return {
    id: 'address-changed-new',
    to: email,
    subject: `Your new ${productName} email address is confirmed`,
    preheader: 'From now on, sign in with this address.',
    heading: 'Your new address is in use',
    greeting: greeting(name),
    blocks: [
      paragraph(
        'You confirmed ',
        strong(email),
        ` as the email address of your ${productName} account. From now on, sign in with it; mail about your account comes here.`,
      ),
      button('Open settings', siteLink(settings, '/settings')),
      factsOf(event, timezone),
      paragraph('For seven days the change can be undone from your previous mailbox.'),
    ],
    why: securityNotice(productName),
  };
}

/** To the address that was restored. */
export function addressWasRestored(event: EventOf<typeof emailReverted>, settings: MailSettings): Mail {
  const { email, abandonedEmail, name, timezone } = event.data;
  const { productName } = settings;
  return {
    id: 'address-restored',
    to: email,
    subject: `Your ${productName} email address was restored`,
    preheader: 'Every session has ended. A second mail brings the link to set a new password.',
    heading: 'Your email address was restored',
    greeting: greeting(name),
    blocks: [
      paragraph(
        strong(email),
        ` is the email address of your ${productName} account again; `,
        strong(abandonedEmail),
        ' was removed from it. Every session has ended, and the password no longer works.',
      ),
      factsOf(event, timezone),
      paragraph(
        'A second mail brings you the link to set a new password. Should it have expired, ask for another:',
      ),
      button('Set a new password', siteLink(settings, '/forgot-password')),
    ],
    why: securityNotice(productName),
  };
}

/**
 * To the address that lost the account. Its reader may be whoever took the account over, so the mail names
 * nobody: no name, no other address, no device.
 */
export function addressWasAbandoned(event: EventOf<typeof emailReverted>, settings: MailSettings): Mail {
  const { abandonedEmail } = event.data;
  const { productName } = settings;
  return {
    id: 'address-abandoned',
    to: abandonedEmail,
    subject: `This address was removed from a ${productName} account`,
    preheader: 'The previous address of the account was restored.',
    heading: 'This address was removed',
    greeting: impersonalGreeting,
    blocks: [
      paragraph(
        'The address ',
        strong(abandonedEmail),
        ` is no longer the email address of a ${productName} account: the previous one was restored on `,
        strong(momentAfter(event, 0, null)),
        '. You can no longer sign in with it.',
      ),
      paragraph('There is nothing for you to do.'),
    ],
    why: `You get this mail because this was the address of a ${productName} account.`,
  };
}
