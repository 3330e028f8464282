import type { recoveryCancelled } from '#events/lifecycle/recovery-cancelled.ts';
import type { recoveryCompleted } from '#events/lifecycle/recovery-completed.ts';
import type { recoveryRequested } from '#events/lifecycle/recovery-requested.ts';
import type { recoveryStarted } from '#events/lifecycle/recovery-started.ts';
import { hours } from '#functions/shared/clock.ts';
import { deriveCode } from '#functions/shared/mailed-code.ts';
import { recoveryLink, siteLink } from '../links.ts';
import { button, paragraph, strong, type Mail } from '#functions/shared/mail/mail-description.ts';
import type { EventOf, MailSettings } from '../mail-settings.ts';
import {
  factsOf,
  formatMoment,
  greeting,
  momentAfter,
  securityNotice,
} from '#functions/shared/mail/wording.ts';

/** The link that starts the wait; or, where two-factor is off, that a password reset is all it takes. */
export function recoveryWasRequested(event: EventOf<typeof recoveryRequested>, settings: MailSettings): Mail {
  const { email, name, timezone, twoFactor } = event.data;
  const { productName } = settings;
  const why = `You get this mail because the recovery of the ${productName} account of this address was asked for.`;
  const unasked =
    'If it was not you, do nothing: without this mail nobody can begin. Somebody may know your password, so consider a new one.';
  const common = { to: email, greeting: greeting(name), why };
  if (!twoFactor) {
    return {
      ...common,
      id: 'recovery-not-needed',
      subject: `How to get back into your ${productName} account`,
      preheader: 'A new password is all you need.',
      heading: 'A new password is all you need',
      blocks: [
        paragraph(
          `Somebody asked to recover your ${productName} account. Two-factor is off, so there is nothing to recover: if you cannot sign in, set a new password.`,
        ),
        button('Set a new password', siteLink(settings, '/forgot-password')),
        factsOf(event, timezone),
        paragraph('If it was not you, there is nothing to do.'),
      ],
    };
  }
  return {
    ...common,
    id: 'recovery-link',
    subject: `Recover your ${productName} account`,
    preheader: 'Start the recovery within one hour. It then takes 72 hours.',
    heading: 'Recover your account',
    blocks: [
      paragraph(
        `Somebody asked to recover your ${productName} account without its authenticator and recovery codes. If it was you, start the recovery here. For your protection it then takes 72 hours, in which it can be cancelled; after that two-factor is off and you can sign in with your password.`,
      ),
      button('Start the recovery', recoveryLink(event, settings, 'start')),
      paragraph('The link works for one hour, until ', strong(momentAfter(event, hours, timezone)), '.'),
      factsOf(event, timezone),
      paragraph(unasked),
    ],
  };
}

/** Tells that the wait has begun, with the link that cancels it. */
export function recoveryWaits(event: EventOf<typeof recoveryStarted>, settings: MailSettings): Mail {
  const { email, name, timezone, endsAt } = event.data;
  const { productName } = settings;
  return {
    id: 'recovery-waits',
    to: email,
    subject: `Two-factor of your ${productName} account will be turned off`,
    preheader: 'In 72 hours. If it was not you, cancel it with the link in this mail.',
    heading: 'A recovery of your account has begun',
    greeting: greeting(name),
    blocks: [
      paragraph(
        `Somebody who can read this mailbox began to recover your ${productName} account. On `,
        strong(formatMoment(new Date(endsAt), timezone)),
        ' two-factor will be turned off, your recovery codes will be void, and every session will end.',
      ),
      factsOf(event, timezone),
      paragraph('If it was you, there is nothing to do but wait; we will write again then.'),
      paragraph(
        'If it was not you, or your authenticator has turned up, cancel it here or in your settings:',
      ),
      button('Cancel the recovery', recoveryLink(event, settings, 'cancel')),
    ],
    why: securityNotice(productName),
  };
}

const cancelledBecause = {
  session: 'It was cancelled in the settings by somebody signed in to your account.',
  link: 'It was cancelled with the link in our mail.',
  'address-changed': 'The email address of your account has changed since it began.',
  'two-factor-changed': 'Two-factor was turned off or set up anew meanwhile.',
} as const;

/** Tells that nothing will be turned off. */
export function recoveryWasCancelled(event: EventOf<typeof recoveryCancelled>, settings: MailSettings): Mail {
  const { email, name, timezone, how } = event.data;
  const { productName } = settings;
  return {
    id: 'recovery-cancelled',
    to: email,
    subject: `The recovery of your ${productName} account was cancelled`,
    preheader: 'Nothing about your account changes.',
    heading: 'The recovery was cancelled',
    greeting: greeting(name),
    blocks: [
      paragraph(
        `The recovery of your ${productName} account does not take place. ${cancelledBecause[how]} Nothing about your account changes.`,
      ),
      factsOf(event, timezone),
      paragraph(
        'If you did not begin it, somebody else could read your mail: change the password of your mailbox first, then the one of this account.',
      ),
      button('Set a new password', siteLink(settings, '/forgot-password')),
    ],
    why: securityNotice(productName),
  };
}

/** Tells that the wait is over, with the link to a new password. */
export function recoveryIsOver(event: EventOf<typeof recoveryCompleted>, settings: MailSettings): Mail {
  const { email, name, timezone } = event.data;
  const { productName } = settings;
  const code = deriveCode(settings.codeSecret, 'password-reset', event.id);
  return {
    id: 'recovery-completed',
    to: email,
    subject: `Two-factor of your ${productName} account is off`,
    preheader: 'The recovery is complete. Set a new password and turn two-factor on again.',
    heading: 'The recovery is complete',
    greeting: greeting(name),
    blocks: [
      paragraph(
        `The 72 hours are over: two-factor of your ${productName} account is off, its recovery codes are void, and every session has ended. Sign in with your password, or set a new one here:`,
      ),
      button('Set a new password', siteLink(settings, '/reset-password', { email, code })),
      paragraph(
        'The link works once and for one hour, until ',
        strong(momentAfter(event, hours, timezone)),
        '. Later, ask for another on the sign-in page.',
      ),
      factsOf(event, timezone),
      paragraph(
        'Then turn two-factor on again. If you did not begin this recovery, set a new password at once, here and for your mailbox.',
      ),
    ],
    why: securityNotice(productName),
  };
}
