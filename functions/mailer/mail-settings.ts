import type { InferOutput } from 'valibot';
import type { Envelope, LifecycleEvent } from '#events/envelope.ts';
import type { SenderSettings } from '#functions/shared/mail/compose-message.ts';
import type { MailLook } from '#functions/shared/mail/mail-description.ts';

/** What a mail needs besides its event. `codeSecret` is the current key of mailed codes. */
export interface MailSettings extends MailLook {
  readonly codeSecret: string;
}

/** What the mailer runs on: how mails look, where their links lead, whom they come from. */
export interface MailerSettings extends MailSettings, SenderSettings {}

/** An envelope whose data was parsed by the schema of its type. */
export type EventOf<E extends LifecycleEvent> = Omit<Envelope, 'data'> & {
  readonly data: InferOutput<E['data']>;
};
