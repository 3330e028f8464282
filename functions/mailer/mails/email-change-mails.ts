import type { emailChangeCancelled } from '#events/lifecycle/email-change-cancelled.ts';
import type { emailChangeRequested } from '#events/lifecycle/email-change-requested.ts';
import { hours } from '#functions/shared/clock.ts';
import { emailChangeLink, siteLink } from '../links.ts';
import { button, link, paragraph, strong, type Mail } from '#functions/shared/mail/mail-description.ts';
import type { EventOf, MailSettings } from '../mail-settings.ts';
import {
  factsOf,
  greeting,
  impersonalGreeting,
  momentAfter,
  securityNotice,
} from '#functions/shared/mail/wording.ts';

/** To the new address, which may be a stranger's by a slip of the keyboard: no name, no network address. */
export function confirmNewAddress(event: EventOf<typeof emailChangeRequested>, settings: MailSettings): Mail {
  const { newEmail, timezone } = event.data;
  const { productName } = settings;
  return {
    id: 'confirm-new-address',
    to: newEmail,
    subject: `Confirm your new email address for ${productName}`,
    preheader: 'Your account moves to this address once you confirm it.',
    heading: 'Confirm your new email address',
    greeting: impersonalGreeting,
    blocks: [
      paragraph(
        `Somebody asked to use this address for their ${productName} account. If it was you, confirm it here; until then the old address stays in use.`,
      ),
      button('Confirm new address', emailChangeLink(event, settings, 'confirm')),
      paragraph('The link works for 24 hours, until ', strong(momentAfter(event, 24 * hours, timezone)), '.'),
      factsOf(event, timezone, 'discreet'),
      paragraph('If it was not you, do not confirm: your address then stays out of that account.'),
    ],
    why: `You get this mail because somebody entered this address in the settings of a ${productName} account.`,
  };
}

/** To the address still in use, with the link that stops the change. */
export function changeIsPending(event: EventOf<typeof emailChangeRequested>, settings: MailSettings): Mail {
  const { email, newEmail, name, timezone } = event.data;
  const { productName } = settings;
  return {
    id: 'address-change-pending',
    to: email,
    subject: `Your ${productName} email address is about to change`,
    preheader: 'If it was not you, cancel the change with the link in this mail.',
    heading: 'Your email address is about to change',
    greeting: greeting(name),
    blocks: [
      paragraph(
        `Somebody signed in to your ${productName} account asked to change its email address to `,
        strong(newEmail),
        '. It changes once it is confirmed from that mailbox; until then this address stays in use.',
      ),
      factsOf(event, timezone),
      paragraph('If it was you, there is nothing to do here. If it was not you, cancel the change:'),
      button('Cancel the change', emailChangeLink(event, settings, 'cancel')),
      paragraph(
        'Whoever asked was signed in and knew your password, so ',
        link('set a new one', siteLink(settings, '/forgot-password')),
        ' as well; that ends every session.',
      ),
    ],
    why: securityNotice(productName),
  };
}

/** To the address that stays. */
export function changeWasCancelled(
  event: EventOf<typeof emailChangeCancelled>,
  settings: MailSettings,
): Mail {
  const { email, newEmail, name, timezone, how } = event.data;
  const { productName } = settings;
  const by = how === 'link' ? 'by the link sent to this mailbox' : 'in the settings of your account';
  return {
    id: 'address-change-cancelled',
    to: email,
    subject: `The change of your ${productName} email address was cancelled`,
    preheader: 'Your email address stays as it is.',
    heading: 'The change was cancelled',
    greeting: greeting(name),
    blocks: [
      paragraph(
        `The change of your ${productName} email address to `,
        strong(newEmail),
        ` was cancelled ${by}. Your address stays `,
        strong(email),
        '.',
      ),
      factsOf(event, timezone),
      paragraph(
        'If you did not ask for the change yourself, somebody knows your password: set a new one, which ends every session.',
      ),
      button('Set a new password', siteLink(settings, '/forgot-password')),
    ],
    why: securityNotice(productName),
  };
}
