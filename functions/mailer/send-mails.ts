import type { Envelope } from '#events/envelope.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';
import { describeFault, type Logger } from '#functions/shared/logger.ts';
import { composeMessage } from '#functions/shared/mail/compose-message.ts';
import type { Mail } from '#functions/shared/mail/mail-description.ts';
import { claimReceipt, releaseReceipt, settleReceipt, type MailClaim } from './mail-receipt-item.ts';
import type { MailerSettings } from './mail-settings.ts';
import { mailsOf } from './mails-of.ts';
import type { SendMessage } from '#functions/shared/mail/ses-sender.ts';

export interface SendMailsDeps {
  readonly table: Table;
  readonly send: SendMessage;
  readonly settings: MailerSettings;
  readonly now: Now;
  readonly newId: () => string;
  readonly logger: Logger;
}

export type SendMailsOutcome =
  { readonly ok: true } | { readonly ok: false; readonly reason: 'being-sent' | 'failed' };

/**
 * Sends the mails of one event, each once, however often and at however many places the event is delivered.
 * A mail that fails does not hold up the event's others; the event then counts as failed and comes again, and
 * finds by the receipts which of its mails are still to be sent.
 *
 * One case sends twice: SES takes a mail, and its reply or the receipt behind it is lost. SES knows no idempotency
 * token, so the choice is between twice and perhaps never, and a security notice twice beats never.
 */
export async function sendMails(deps: SendMailsDeps, envelope: Envelope): Promise<SendMailsOutcome> {
  const mails = mailsOf(envelope, deps.settings);
  const outcomes = await Promise.all(mails.map((mail) => sendOnce(deps, envelope, mail)));
  if (outcomes.includes('failed')) return { ok: false, reason: 'failed' };
  if (outcomes.includes('being-sent')) return { ok: false, reason: 'being-sent' };
  return { ok: true };
}

async function sendOnce(
  deps: SendMailsDeps,
  envelope: Envelope,
  mail: Mail,
): Promise<'sent' | 'already-sent' | 'being-sent' | 'failed'> {
  const { table, send, settings, now, logger } = deps;
  const claim: MailClaim = { eventId: envelope.id, mail: mail.id, claimId: deps.newId() };
  const fields = { accountId: envelope.accountId, eventId: envelope.id, operation: mail.id };
  try {
    const answer = await claimReceipt(table, claim, now());
    if (answer !== 'claimed') return answer;
    try {
      await send(await composeMessage(envelope, mail, settings, now()));
    } catch (error) {
      await attempt(deps, 'Claim not released', fields, () => releaseReceipt(table, claim));
      throw error;
    }
  } catch (error) {
    logger.error('Mail not sent', { ...fields, ...describeFault(error) });
    return 'failed';
  }
  // It is sent: failing now would only have it sent again.
  await attempt(deps, 'Receipt not written', fields, () => settleReceipt(table, claim, now()));
  logger.info('Mail sent', fields);
  return 'sent';
}

/** Does what may fail without consequence but a line in the log. */
async function attempt(
  { logger }: SendMailsDeps,
  complaint: string,
  fields: { readonly eventId: string },
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    logger.warn(complaint, { ...fields, ...describeFault(error) });
  }
}
