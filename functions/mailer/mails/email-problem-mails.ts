import type { emailProblemCleared } from '#events/lifecycle/email-problem-cleared.ts';
import { button, type Mail, paragraph, strong } from '#functions/shared/mail/mail-description.ts';
import { factsOf, greeting } from '#functions/shared/mail/wording.ts';
import { siteLink } from '../links.ts';
import type { EventOf, MailSettings } from '../mail-settings.ts';

/** The mail that tries an address again: who reads it knows that mail gets through. */
export function addressIsTriedAgain(
  event: EventOf<typeof emailProblemCleared>,
  settings: MailSettings,
): Mail {
  const { email, name, timezone } = event.data;
  const { productName } = settings;
  return {
    id: 'address-tried-again',
    to: email,
    subject: `Mail from ${productName} reaches you again`,
    preheader: 'You asked us to try this address again.',
    heading: 'This address works again',
    greeting: greeting(name),
    blocks: [
      paragraph(
        'Mail to ',
        strong(email),
        ' had come back to us or was marked as spam, so we had stopped sending all but the most important. You asked us to try again, and here it is: your notifications come by mail again, as you have set them.',
      ),
      factsOf(event, timezone),
      button('Notification settings', siteLink(settings, '/settings/notifications')),
    ],
    why: 'You get this mail because you asked in your settings to have this address tried again.',
  };
}
