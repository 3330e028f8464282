import type { supportActed } from '#events/lifecycle/support-acted.ts';
import { siteLink } from '../links.ts';
import { button, paragraph, strong, type Mail } from '#functions/shared/mail/mail-description.ts';
import type { EventOf, MailSettings } from '../mail-settings.ts';
import { factsOf, greeting, securityNotice } from '#functions/shared/mail/wording.ts';

const whatWasDone = {
  'sessions-ended': {
    heading: 'You were signed out everywhere',
    text: 'Our support ended every session of your account. Sign in again with your password.',
  },
  'two-factor-reset': {
    heading: 'Two-factor was turned off',
    text: 'Our support turned two-factor of your account off: its authenticator and recovery codes no longer count, and every session has ended. Sign in with your password and turn it on again.',
  },
  unlocked: {
    heading: 'Your account was unlocked',
    text: 'Our support lifted the wait after failed attempts to sign in to your account. You can sign in at once.',
  },
} as const;

/** Tells what support did, and why; that somebody only looked stands in the security log. */
export function supportHasActed(event: EventOf<typeof supportActed>, settings: MailSettings): Mail | null {
  const { action, email, name, timezone } = event.data;
  if (action === 'viewed') return null;
  const { productName } = settings;
  const { heading, text } = whatWasDone[action];
  const reason = event.actor.kind === 'support' ? event.actor.reason : '';
  return {
    id: 'support-acted',
    to: email,
    subject: `${productName} support: ${heading.charAt(0).toLowerCase()}${heading.slice(1)}`,
    preheader: 'If you did not ask for it, tell us.',
    heading,
    greeting: greeting(name),
    blocks: [
      paragraph(text),
      paragraph('The reason on record: ', strong(reason)),
      factsOf(event, timezone),
      paragraph(
        'If you did not ask for it, tell us at once, and set a new password; somebody may have pretended to be you.',
      ),
      button('Set a new password', siteLink(settings, '/forgot-password')),
    ],
    why: securityNotice(productName),
  };
}
