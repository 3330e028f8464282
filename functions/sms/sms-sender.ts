import { readAccount } from '#functions/shared/account-item.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { handOver } from '#functions/shared/notifications/lost-reply.ts';
import type { Sender } from '#functions/shared/notifications/sender.ts';
import { confirmedPhoneOf } from '#functions/shared/reachability.ts';
import type { SendSms } from './sms-client.ts';
import { smsText } from './sms-text.ts';

export interface SmsSenderDeps {
  readonly table: Table;
  readonly send: SendSms;
}

/** How long a text message about something that has happened is worth delivering. */
const lifeSeconds = 6 * 60 * 60;

/**
 * Sends a notification as a text message, only to the number that the person confirmed and that is still the
 * profile's at this moment: a message that was put off may be older than a change of it.
 */
export function smsSender({ table, send }: SmsSenderDeps): Sender<string> {
  return async (outgoing) => {
    const { recipient, notification } = outgoing;
    const account = await readAccount(table, recipient.accountId);
    const phone = account === null ? null : confirmedPhoneOf(account);
    if (phone === null) return { ok: false, reason: 'phone-not-confirmed' };
    const context = { kind: 'notification', id: notification.id };
    const sms = { to: phone.number, text: smsText(outgoing), lifeSeconds, context };
    return handOver(() => send(sms));
  };
}
