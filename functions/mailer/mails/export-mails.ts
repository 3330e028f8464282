import type { exportCompleted } from '#events/lifecycle/export-completed.ts';
import { button, paragraph, strong, type Mail } from '#functions/shared/mail/mail-description.ts';
import { factsOf, formatMoment, greeting, securityNotice } from '#functions/shared/mail/wording.ts';
import { siteLink } from '../links.ts';
import type { EventOf, MailSettings } from '../mail-settings.ts';

/** To whoever asked for a copy of their data, when it can be downloaded. The link only leads to where that is done. */
export function exportIsReady(event: EventOf<typeof exportCompleted>, settings: MailSettings): Mail {
  const { email, name, timezone, expiresAt } = event.data;
  const { productName } = settings;
  return {
    id: 'export-ready',
    to: email,
    subject: `Your ${productName} data is ready`,
    preheader: 'You can download it for 24 hours.',
    heading: 'Your data is ready',
    greeting: greeting(name),
    blocks: [
      paragraph(
        `The copy of your ${productName} data that was asked for is packed. Download it until `,
        strong(formatMoment(new Date(expiresAt), timezone)),
        '; we ask for your password first.',
      ),
      factsOf(event, timezone),
      button('Download your data', siteLink(settings, '/settings/danger-zone')),
      paragraph(
        'If you did not ask for it, somebody may be using your account: end the sessions that you don’t know in your security settings, and set a new password.',
      ),
    ],
    why: securityNotice(productName),
  };
}
