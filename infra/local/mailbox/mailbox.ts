import type { Ses } from '../ses/start-ses.ts';
import type { Sms } from '../sms/start-sms.ts';

/** What the mailbox shows: mails, and text messages among them, the newest first. */
export function mailbox(
  ses: Pick<Ses, 'messages'>,
  sms: Pick<Sms, 'messages'> | undefined,
): Pick<Ses, 'messages'> {
  return {
    messages: (filter) =>
      [...ses.messages(filter), ...(sms?.messages(filter) ?? [])].sort((one, other) =>
        other.sentAt.localeCompare(one.sentAt),
      ),
  };
}
