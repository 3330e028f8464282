import { MessageRejected } from '@aws-sdk/client-ses';
import { findNotificationType } from '#events/notifications/catalogue.ts';
import type { EmailText } from '#events/notifications/notification-type.ts';
import { readAccount } from '#functions/shared/account-item.ts';
import type { ReadSecret } from '#functions/shared/aws/secrets.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';
import { composeMessage, type SenderSettings } from '#functions/shared/mail/compose-message.ts';
import type { SendMessage } from '#functions/shared/mail/ses-sender.ts';
import { handOver } from '#functions/shared/notifications/lost-reply.ts';
import { isOptionalByMail, type MailScope } from '#functions/shared/notifications/mail-scope.ts';
import { readCompanyNotifications } from '#functions/shared/notifications/preferences-item.ts';
import type { Outgoing, Sender } from '#functions/shared/notifications/sender.ts';
import { emailProblemOf } from '#functions/shared/reachability.ts';
import { emailLinks } from './email-links.ts';
import { emailMail } from './email-mail.ts';

export interface EmailSenderDeps {
  readonly table: Table;
  readonly send: SendMessage;
  readonly settings: SenderSettings;
  readonly readChannelSecret: ReadSecret;
  readonly now: Now;
}

/**
 * Mails a notification to the account's address of this moment, unless mail to it bounced or was called spam:
 * mandatory mail is tried all the same. What SES refuses as such is refused for good; its other faults are thrown.
 */
export function emailSender(deps: EmailSenderDeps): Sender<EmailText> {
  return async (outgoing) => {
    const account = await readAccount(deps.table, outgoing.recipient.accountId);
    if (account === null) return { ok: false, reason: 'account-gone' };
    const control = await controlOf(deps, outgoing);
    const problem = emailProblemOf(account);
    if (problem !== null && control.kind !== 'mandatory')
      return { ok: false, reason: `email-${problem.kind}` };
    const [secret] = await deps.readChannelSecret();
    const scope = control.kind === 'free' ? control.scope : null;
    const links = emailLinks(deps.settings.siteUrl, secret, { accountId: account.accountId, scope });
    const mail = emailMail(outgoing, { to: account.email, links, why: control.why });
    const message = await composeMessage(outgoing.notification, mail, deps.settings, deps.now());
    try {
      await handOver(() => deps.send(message));
      return { ok: true };
    } catch (error) {
      if (isRefusal(error)) return { ok: false, reason: 'email-refused' };
      throw error;
    }
  };
}

/** Who decides whether such mails come: the person, who can unsubscribe, their company, or nobody. */
type Control =
  | { readonly kind: 'free'; readonly scope: MailScope; readonly why: string }
  | { readonly kind: 'locked' | 'mandatory'; readonly why: string };

async function controlOf(
  { table, settings }: EmailSenderDeps,
  { notification, digest = [] }: Outgoing<EmailText>,
): Promise<Control> {
  const { productName } = settings;
  const { companyId, category } = notification;
  const ids = digest.length > 1 ? digest.map((part) => part.notification.type) : [notification.type];
  const optional = ids.filter((id) => {
    const type = findNotificationType(id);
    return type !== undefined && isOptionalByMail(type);
  });
  if (optional.length === 0)
    return {
      kind: 'mandatory',
      why: `You get this mail because it concerns your ${productName} account. It cannot be turned off.`,
    };
  const locks = companyId === null ? {} : (await readCompanyNotifications(table, companyId)).locks;
  if (optional.every((id) => locks[id]?.email?.enabled === true))
    return { kind: 'locked', why: 'You get this mail because your company keeps it on for everybody.' };
  const why = `You get this mail because your ${productName} notification settings say so.`;
  const scope: MailScope =
    digest.length > 1 ? { kind: 'category', name: category } : { kind: 'type', name: notification.type };
  return { kind: 'free', scope, why };
}

/** What no repetition changes: SES says of this very mail that it takes it not. An unverified sender is our own fault. */
function isRefusal(error: unknown): boolean {
  return error instanceof MessageRejected && !/not verified|paused|sandbox/i.test(error.message);
}
