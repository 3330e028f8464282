import type { deletionCancelled } from '#events/lifecycle/deletion-cancelled.ts';
import type { deletionCompleted } from '#events/lifecycle/deletion-completed.ts';
import type { deletionReminded } from '#events/lifecycle/deletion-reminded.ts';
import type { deletionScheduled } from '#events/lifecycle/deletion-scheduled.ts';
import { button, codeBlock, paragraph, strong, type Mail } from '#functions/shared/mail/mail-description.ts';
import {
  companyWords,
  factsOf,
  formatMoment,
  greeting,
  securityNotice,
} from '#functions/shared/mail/wording.ts';
import { deletionLink, siteLink } from '../links.ts';
import type { EventOf, MailSettings } from '../mail-settings.ts';

/** Tells that the account will be deleted, with the link that keeps it. */
export function deletionWasScheduled(event: EventOf<typeof deletionScheduled>, settings: MailSettings): Mail {
  const { email, name, timezone, purgeAt, companies } = event.data;
  const { productName } = settings;
  const when = formatMoment(new Date(purgeAt), timezone);
  return {
    id: 'deletion-scheduled',
    to: email,
    subject: `Your ${productName} account will be deleted`,
    preheader: `On ${when}. Until then you can keep it with the link in this mail.`,
    heading: 'Your account will be deleted',
    greeting: greeting(name),
    blocks: [
      paragraph(
        `Your ${productName} account, with all that belongs to it, will be deleted on `,
        strong(when),
        '.',
      ),
      ...(companies.length === 0
        ? []
        : [
            paragraph(
              'With it goes, for all of its members: ',
              strong(companies.map(companyWords).join(', ')),
              '.',
            ),
          ]),
      factsOf(event, timezone),
      paragraph(
        'Until then you can sign in to download your data, or to keep the account. You can also keep it here:',
      ),
      button('Keep my account', deletionLink(event, event.id, settings)),
      paragraph(
        'If it was not you, keep the account with this link, then change your password: somebody else knows it.',
      ),
    ],
    why: securityNotice(productName),
  };
}

/** Reminds a day before, with the same link. */
export function deletionIsNear(event: EventOf<typeof deletionReminded>, settings: MailSettings): Mail {
  const { email, name, timezone, purgeAt, scheduledBy } = event.data;
  const { productName } = settings;
  const when = formatMoment(new Date(purgeAt), timezone);
  return {
    id: 'deletion-reminder',
    to: email,
    subject: `Your ${productName} account will be deleted tomorrow`,
    preheader: `On ${when}. This is the last reminder.`,
    heading: 'One day left',
    greeting: greeting(name),
    blocks: [
      paragraph(
        `Your ${productName} account, with all that belongs to it, will be deleted on `,
        strong(when),
        '. After that nobody can bring it back, not even we.',
      ),
      factsOf(event, timezone),
      paragraph('If you want to keep it:'),
      button('Keep my account', deletionLink(event, scheduledBy, settings)),
      paragraph('If you want to go, there is nothing to do. We will write once more when it is done.'),
    ],
    why: securityNotice(productName),
  };
}

/** Tells that the account stays. */
export function deletionWasCancelled(event: EventOf<typeof deletionCancelled>, settings: MailSettings): Mail {
  const { email, name, timezone, how } = event.data;
  const { productName } = settings;
  const by = how === 'link' ? 'with the link in our mail' : 'by somebody signed in to your account';
  return {
    id: 'deletion-cancelled',
    to: email,
    subject: `Your ${productName} account will not be deleted`,
    preheader: 'Everything stays as it is.',
    heading: 'Your account stays',
    greeting: greeting(name),
    blocks: [
      paragraph(
        `The deletion of your ${productName} account was taken back ${by}. Everything stays as it is.`,
      ),
      factsOf(event, timezone),
      paragraph(
        'If you did not ask for the deletion in the first place, somebody else knows your password: set a new one.',
      ),
      button('Set a new password', siteLink(settings, '/forgot-password')),
    ],
    why: securityNotice(productName),
  };
}

/** The last mail: the account is gone, and where its receipt is. It can't rest on anything that is stored. */
export function accountIsGone(event: EventOf<typeof deletionCompleted>, settings: MailSettings): Mail {
  const { email, name, timezone, receipt } = event.data;
  const { productName } = settings;
  return {
    id: 'deletion-completed',
    to: email,
    subject: `Your ${productName} account has been deleted`,
    preheader: 'The receipt says what was deleted, and what is kept and why.',
    heading: 'Your account has been deleted',
    greeting: greeting(name),
    blocks: [
      paragraph(
        `Your ${productName} account was deleted. The receipt says, store by store, what was deleted, and what is kept, on what ground and until when.`,
      ),
      factsOf(event, timezone),
      button('See the receipt', siteLink(settings, '/receipt', { number: receipt })),
      codeBlock('Number of the receipt', receipt.replaceAll(/(.{5})(?=.)/g, '$1-')),
      paragraph(
        'Keep this number: the receipt does not name you, so without it nobody can find it, not even we. This is our last mail to you.',
      ),
    ],
    why: `You get this mail because an account of ${productName} with this address was deleted.`,
  };
}
