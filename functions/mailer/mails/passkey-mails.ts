import type { passkeyAdded } from '#events/lifecycle/passkey-added.ts';
import type { passkeyRemoved } from '#events/lifecycle/passkey-removed.ts';
import { siteLink } from '../links.ts';
import { button, type Mail, paragraph, strong } from '#functions/shared/mail/mail-description.ts';
import type { EventOf, MailSettings } from '../mail-settings.ts';
import { factsOf, greeting, securityNotice } from '#functions/shared/mail/wording.ts';

const unasked =
  'If it was you, there is nothing to do. If it was not you, somebody else uses your account: set a new password now, which ends every session, then check your security settings.';

/** Tells that a passkey can sign in from now on. */
export function passkeyWasAdded(event: EventOf<typeof passkeyAdded>, settings: MailSettings): Mail {
  const { email, name, timezone, passkeyName } = event.data;
  const { productName } = settings;
  return {
    id: 'passkey-added',
    to: email,
    subject: `A passkey was added to your ${productName} account`,
    preheader: 'It signs in to your account without your password.',
    heading: 'A passkey was added',
    greeting: greeting(name),
    blocks: [
      paragraph(
        'The passkey ',
        strong(passkeyName),
        ` was added to your ${productName} account. It signs in without your password or a code.`,
      ),
      factsOf(event, timezone),
      paragraph(unasked),
      button('This wasn’t me: reset my password', siteLink(settings, '/forgot-password')),
    ],
    why: securityNotice(productName),
  };
}

/** Tells that a passkey signs in no more. */
export function passkeyWasRemoved(event: EventOf<typeof passkeyRemoved>, settings: MailSettings): Mail {
  const { email, name, timezone, passkeyName } = event.data;
  const { productName } = settings;
  return {
    id: 'passkey-removed',
    to: email,
    subject: `A passkey was removed from your ${productName} account`,
    preheader: 'It can no longer sign in to your account.',
    heading: 'A passkey was removed',
    greeting: greeting(name),
    blocks: [
      paragraph(
        'The passkey ',
        strong(passkeyName),
        ` was removed from your ${productName} account and can no longer sign in. Delete it from your device or password manager, too.`,
      ),
      factsOf(event, timezone),
      paragraph(unasked),
      button('This wasn’t me: reset my password', siteLink(settings, '/forgot-password')),
    ],
    why: securityNotice(productName),
  };
}
