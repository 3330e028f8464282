import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import * as v from 'valibot';

import { openMailStore } from '../ses/mail-store.ts';
import type { MailFilter } from '../ses/mail-store.ts';
import type { StoredMail } from '../ses/stored-mail.ts';
import { startStandInServer } from '../stand-in-server.ts';
import type { StandInAnswer, StandInRequest, StandInServer } from '../stand-in-server.ts';

export interface SmsOptions {
  /** Messages are kept in `sms/` below it. */
  readonly stateDir: string;
  readonly now?: () => Date;
  /** What messages may come from; without it anything. */
  readonly origins?: readonly string[];
}

export interface Sms extends StandInServer {
  /** The messages that were sent, newest first, as the mailbox shows mails. */
  messages(filter?: MailFilter): StoredMail[];
}

const target = 'PinpointSMSVoiceV2.SendTextMessage';
const contentType = 'application/x-amz-json-1.0';

/** The service's own limits: https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/. */
const inputSchema = v.object({
  DestinationPhoneNumber: v.pipe(v.string(), v.regex(/^\+?[1-9][0-9]{1,18}$/)),
  OriginationIdentity: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(256)), ''),
  MessageBody: v.pipe(v.string(), v.minLength(1), v.maxLength(1600)),
  MessageType: v.optional(v.picklist(['TRANSACTIONAL', 'PROMOTIONAL']), 'TRANSACTIONAL'),
  TimeToLive: v.optional(v.pipe(v.number(), v.minValue(5), v.maxValue(259_200))),
  Context: v.optional(v.record(v.string(), v.string()), {}),
});

/** Numbers that end so have opted out, as END and STOP do it; to try what happens then. */
const optedOut = '00000';

/** Starts the local stand-in for AWS End User Messaging: `SendTextMessage`. An acknowledged message is in its file. */
export async function startSms({ stateDir, now = () => new Date(), origins }: SmsOptions): Promise<Sms> {
  const store = await openMailStore(join(stateDir, 'sms'));

  const answer = async ({ headers, body }: StandInRequest): Promise<StandInAnswer> => {
    if (headers['x-amz-target'] !== target) return refusal('UnknownOperationException', {});
    if (headers.authorization?.startsWith('AWS4-HMAC-SHA256 ') !== true)
      return refusal('MissingAuthenticationTokenException', {});
    const { success, output, issues } = v.safeParse(
      v.pipe(v.string(), v.parseJson(), inputSchema),
      body.toString(),
    );
    if (!success) {
      const Fields = issues.map((issue) => ({ Name: v.getDotPath(issue) ?? '', Message: issue.message }));
      return refusal('ValidationException', { Reason: 'FIELD_VALIDATION_FAILED', Fields });
    }
    const { DestinationPhoneNumber: to, OriginationIdentity: from, MessageBody: text } = output;
    if (origins?.includes(from) === false)
      return refusal('ResourceNotFoundException', { ResourceType: 'phone-number', ResourceId: from });
    if (to.endsWith(optedOut))
      return refusal('ConflictException', { Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT' });
    const { id } = await store.add(
      {
        from,
        to: [to],
        subject: text,
        text,
        html: '',
        headers: [],
        configurationSet: null,
        tags: { 'message-type': output.MessageType, ...output.Context },
      },
      now(),
    );
    return reply(200, { MessageId: id });
  };

  const server = await startStandInServer({ longestBody: 64 * 1024, answer });
  return { ...server, messages: (filter) => store.find(filter) };
}

const refusal = (type: string, more: object) =>
  reply(400, { __type: `com.amazonaws.pinpointsmsvoicev2#${type}`, Message: type, ...more });

const reply = (status: number, body: object): StandInAnswer => ({
  status,
  headers: { 'content-type': contentType, 'x-amzn-requestid': randomUUID() },
  body: JSON.stringify(body),
});
