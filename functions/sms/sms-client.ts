import {
  ConflictException,
  PinpointSMSVoiceV2Client,
  SendTextMessageCommand,
  ValidationException,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { clientSettings } from '#functions/shared/aws/client-settings.ts';
import type { SendOutcome } from '#functions/shared/notifications/sender.ts';

export interface Sms {
  /** E.164. */
  readonly to: string;
  readonly text: string;
  /** How long it is worth delivering, in seconds: a code that is late is of no use. */
  readonly lifeSeconds: number;
  /** What the message is about, in the delivery reports: never who or what it says. */
  readonly context: Readonly<Record<string, string>>;
}

/** Sends a text message; gives `sms-refused` where the number takes none, throws where the service did not. */
export type SendSms = (sms: Sms) => Promise<SendOutcome>;

/**
 * Opens AWS End User Messaging. One attempt: it knows no idempotency token, so the SDK's own repetition after a lost
 * reply would send, and charge for, the message twice.
 */
export function openSms(): PinpointSMSVoiceV2Client {
  return new PinpointSMSVoiceV2Client({ ...clientSettings(), maxAttempts: 1 });
}

/** Sends by End User Messaging from one number, pool or sender id. */
export function smsSend(client: PinpointSMSVoiceV2Client, origin: string): SendSms {
  return async ({ to, text, lifeSeconds, context }) => {
    try {
      await client.send(
        new SendTextMessageCommand({
          DestinationPhoneNumber: to,
          OriginationIdentity: origin,
          MessageBody: text,
          MessageType: 'TRANSACTIONAL',
          TimeToLive: lifeSeconds,
          Context: { ...context },
        }),
      );
      return { ok: true };
    } catch (error) {
      if (isAboutNumber(error)) return { ok: false, reason: 'sms-refused' };
      throw error;
    }
  };
}

/** Whether it is the number that takes no messages (opted out, blocked, none at all), which no repetition changes. */
function isAboutNumber(error: unknown): boolean {
  if (error instanceof ConflictException) return error.Reason?.startsWith('DESTINATION_') === true;
  return (
    error instanceof ValidationException &&
    error.Fields?.some(({ Name }) => Name === 'DestinationPhoneNumber') === true
  );
}
