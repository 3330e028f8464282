import type { proofRefused } from '#events/lifecycle/proof-refused.ts';
import type { sessionStarted } from '#events/lifecycle/session-started.ts';
import { days } from '#functions/shared/clock.ts';
import { notMeLink, siteLink } from '../links.ts';
import { button, paragraph, strong, type Mail } from '#functions/shared/mail/mail-description.ts';
import type { EventOf, MailSettings } from '../mail-settings.ts';
import { factsOf, greeting, momentAfter, securityNotice } from '#functions/shared/mail/wording.ts';

/** To the owner, when the account was signed in to from a browser that it had not used before. */
export function newSignIn(event: EventOf<typeof sessionStarted>, settings: MailSettings): Mail | null {
  const { email, name, timezone, newBrowser } = event.data;
  if (!newBrowser) return null;
  const { productName } = settings;
  return {
    id: 'new-sign-in',
    to: email,
    subject: `New sign-in to your ${productName} account`,
    preheader: 'Your account was signed in to from a browser that it had not used before.',
    heading: 'New sign-in to your account',
    greeting: greeting(name),
    blocks: [
      paragraph(`Your ${productName} account was signed in to from a browser that it had not used before.`),
      factsOf(event, timezone),
      paragraph('If it was you, there is nothing to do.'),
      paragraph(
        'If it was not you, somebody knows your password. Tell us: that session then ends, the password stops working, and we mail you a link to set a new one.',
      ),
      button('This wasn’t me', notMeLink(event, settings)),
      paragraph('The link works for seven days, until ', strong(momentAfter(event, 7 * days, timezone)), '.'),
    ],
    why: securityNotice(productName),
  };
}

/** To the owner of an account at which so many proofs failed that further ones must wait. */
export function proofsRefused(event: EventOf<typeof proofRefused>, settings: MailSettings): Mail {
  const { email, name, timezone, failures } = event.data;
  const { productName } = settings;
  return {
    id: 'proof-refused',
    to: email,
    subject: `Failed attempts to sign in to your ${productName} account`,
    preheader: 'The attempts failed, and further ones now have to wait.',
    heading: 'Failed sign-in attempts',
    greeting: greeting(name),
    blocks: [
      paragraph(
        `${String(failures)} attempts to sign in to your ${productName} account, or to confirm that it is you, have failed. To slow down guessing, each further attempt now has to wait, yours too.`,
      ),
      factsOf(event, timezone),
      paragraph(
        'If it was you, wait a little and try again, or set a new password. If it was not you, these attempts did not get in; a password that you use nowhere else keeps it that way.',
      ),
      button('Set a new password', siteLink(settings, '/forgot-password')),
    ],
    why: securityNotice(productName),
  };
}
