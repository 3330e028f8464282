import type { passwordChanged } from '#events/lifecycle/password-changed.ts';
import type { passwordReset } from '#events/lifecycle/password-reset.ts';
import type { passwordResetRequested } from '#events/lifecycle/password-reset-requested.ts';
import { days, hours } from '#functions/shared/clock.ts';
import { deriveCode } from '#functions/shared/mailed-code.ts';
import { notMeLink, siteLink } from '../links.ts';
import { button, link, paragraph, strong, type Mail } from '#functions/shared/mail/mail-description.ts';
import type { EventOf, MailSettings } from '../mail-settings.ts';
import {
  companyWords,
  factsOf,
  greeting,
  momentAfter,
  personWords,
  securityNotice,
} from '#functions/shared/mail/wording.ts';

/** Why a reset link comes, and what to do when it comes unasked. */
function resetTexts({ cause, admin }: EventOf<typeof passwordResetRequested>['data'], productName: string) {
  if (cause === 'sent-by-admin') {
    const company = companyWords(admin?.companyName ?? '');
    return {
      subject: `Set a new ${productName} password`,
      preheader: 'An admin of your company sent you a link to set a new password.',
      heading: 'Set a new password',
      reason: `An admin of ${company}, ${personWords(admin?.name ?? '')}, sent you this link to set a new password for your ${productName} account. They don’t learn the link or the password.`,
      unasked: 'Should you not want a new password, do nothing: yours works as before.',
      why: `You get this mail because an admin of a company of yours asked ${productName} to send it.`,
    };
  }
  if (cause === 'email-reverted') {
    return {
      subject: `Set a new ${productName} password`,
      preheader: 'Your address was restored; a new password makes the account yours alone again.',
      heading: 'Set a new password',
      reason: `You restored the email address of your ${productName} account. Whoever changed it may know your password, so it no longer works. Please set a new one now.`,
      unasked: 'Should the link have expired, ask for another on the sign-in page.',
      why: `You get this mail because the address of your ${productName} account was restored by the link sent to this mailbox.`,
    };
  }
  if (cause === 'disowned') {
    return {
      subject: `Set a new ${productName} password`,
      preheader: 'You told us that it was not you; a new password makes the account yours alone again.',
      heading: 'Set a new password',
      reason: `You told us that somebody else was in your ${productName} account. They knew your password, so it no longer works. Please set a new one now: that ends every session.`,
      unasked: 'Should the link have expired, ask for another on the sign-in page.',
      why: `You get this mail because of the link “This wasn’t me” in a notice sent to this mailbox.`,
    };
  }
  return {
    subject: `Reset your ${productName} password`,
    preheader: 'Use the link within one hour to set a new password.',
    heading: 'Reset your password',
    reason: `Somebody asked to reset the password of your ${productName} account. If it was you, set a new one here.`,
    unasked: 'If it was not you, do nothing: without this link nobody can change your password.',
    why: `You get this mail because a password reset was asked for the ${productName} account of this address.`,
  };
}

/** The reset link, good for one hour. */
export function resetPasswordLink(
  event: EventOf<typeof passwordResetRequested>,
  settings: MailSettings,
): Mail {
  const { email, name, timezone } = event.data;
  const { reason, unasked, ...texts } = resetTexts(event.data, settings.productName);
  const code = deriveCode(settings.codeSecret, 'password-reset', event.id);
  return {
    ...texts,
    id: 'reset-password',
    to: email,
    greeting: greeting(name),
    blocks: [
      paragraph(reason),
      button('Set a new password', siteLink(settings, '/reset-password', { email, code })),
      paragraph(
        'The link works once and for one hour, until ',
        strong(momentAfter(event, hours, timezone)),
        '.',
      ),
      factsOf(event, timezone),
      paragraph(unasked),
    ],
  };
}

/** Tells that the password is a new one and every session has ended. */
export function passwordWasReset(event: EventOf<typeof passwordReset>, settings: MailSettings): Mail {
  const { email, name, timezone } = event.data;
  const { productName } = settings;
  return {
    id: 'password-was-reset',
    to: email,
    subject: `Your ${productName} password was reset`,
    preheader: 'Every session has ended. If it was not you, act now.',
    heading: 'Your password was reset',
    greeting: greeting(name),
    blocks: [
      paragraph(
        `The password of your ${productName} account was set anew by a link sent to this mailbox. Every session has ended; sign in again with the new password.`,
      ),
      button('Sign in', siteLink(settings, '/sign-in')),
      factsOf(event, timezone),
      paragraph(
        'If it was not you, somebody else can read your mail. Change the password of your mailbox first, then ',
        link('set a new password here', siteLink(settings, '/forgot-password')),
        '.',
      ),
    ],
    why: securityNotice(productName),
  };
}

/** Tells that the password was changed in the settings. */
export function passwordWasChanged(event: EventOf<typeof passwordChanged>, settings: MailSettings): Mail {
  const { email, name, timezone, othersEnded } = event.data;
  const { productName } = settings;
  return {
    id: 'password-was-changed',
    to: email,
    subject: `Your ${productName} password was changed`,
    preheader: 'If it was not you, act now with the link in this mail.',
    heading: 'Your password was changed',
    greeting: greeting(name),
    blocks: [
      paragraph(
        `The password of your ${productName} account was changed in its settings.`,
        othersEnded ? ' All other sessions were signed out.' : ' Other sessions stayed signed in.',
      ),
      factsOf(event, timezone),
      paragraph('If it was you, there is nothing to do.'),
      paragraph(
        'If it was not you, tell us: every session then ends, this password stops working, and we mail you a link to set a new one.',
      ),
      button('This wasn’t me', notMeLink(event, settings)),
      paragraph('The link works for seven days, until ', strong(momentAfter(event, 7 * days, timezone)), '.'),
    ],
    why: securityNotice(productName),
  };
}
