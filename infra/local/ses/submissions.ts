import PostalMime from 'postal-mime';
import type { Email } from 'postal-mime';

import { bareAddress, headerAddresses } from './addresses.ts';
import type { Submission } from './stored-mail.ts';
import { invalidParameter, listOf, tagsOf } from './wire.ts';

/** SES's limits: bytes of a message (v1 API, default quota), recipients of one call. */
const longestMessage = 10 * 1024 * 1024;
const mostRecipients = 50;

/** Headers that a message has once (RFC 5322 §3.6), which SES insists on. */
const single = ['from', 'sender', 'reply-to', 'to', 'cc', 'subject', 'date', 'message-id', 'mime-version'];
/** Headers that SES takes off, or puts its own in the place of. */
const replaced = /^(bcc|date|message-id|return-path|x-ses-.*)$/;

/** `SendRawEmail`: a whole MIME message. Destinations that are given count, not those of the headers. */
export async function rawSubmission(parameters: URLSearchParams): Promise<Submission> {
  const data = Buffer.from(parameters.get('RawMessage.Data') ?? '', 'base64');
  if (data.length === 0) throw invalidParameter('RawMessage.Data is missing');
  const email = await parse(data);

  const from = header(email, 'from');
  if (from === undefined) throw invalidParameter("Missing required header 'From'.");
  for (const key of single) {
    const all = email.headers.filter((one) => one.key === key);
    if (all.length > 1) throw invalidParameter(`Duplicate header '${all[0]?.originalKey ?? key}'.`);
  }
  bareAddress(parameters.get('Source') ?? from);

  const given = listOf(parameters, 'Destinations');
  const named = ['to', 'cc', 'bcc'].map((key) => header(email, key) ?? '').filter((text) => text !== '');
  return {
    from: readable(email.from, from),
    to: recipients(given.length > 0 ? given.map(bareAddress) : named.flatMap(headerAddresses)),
    subject: email.subject ?? '',
    text: email.text ?? '',
    html: email.html ?? '',
    headers: email.headers
      .filter(({ key }) => !replaced.test(key))
      .map(({ originalKey, value }) => ({ name: originalKey, value })),
    configurationSet:
      parameters.get('ConfigurationSetName') ?? header(email, 'x-ses-configuration-set') ?? null,
    tags: tagsOf(parameters),
  };
}

/** `SendEmail`: SES builds the message from its parts. */
export function partsSubmission(parameters: URLSearchParams): Submission {
  const source = parameters.get('Source') ?? '';
  if (source === '') throw invalidParameter('Source is missing');
  bareAddress(source);
  const [to, cc, bcc] = ['To', 'Cc', 'Bcc'].map((kind) =>
    listOf(parameters, `Destination.${kind}Addresses`).map(bareAddress),
  );
  const replyTo = listOf(parameters, 'ReplyToAddresses').map(bareAddress);
  const subject = parameters.get('Message.Subject.Data');
  const text = parameters.get('Message.Body.Text.Data');
  const html = parameters.get('Message.Body.Html.Data');
  if (subject === null) throw invalidParameter('Message.Subject is missing');
  if (/[\r\n\0]/.test(subject)) throw invalidParameter('Subject contains a line break');
  if (text === null && html === null) throw invalidParameter('Message.Body is missing');

  const headers = [
    { name: 'From', value: source },
    { name: 'To', value: (to ?? []).join(', ') },
    { name: 'Cc', value: (cc ?? []).join(', ') },
    { name: 'Reply-To', value: replyTo.join(', ') },
    { name: 'Subject', value: subject },
    { name: 'MIME-Version', value: '1.0' },
  ];
  return {
    from: source,
    to: recipients([...(to ?? []), ...(cc ?? []), ...(bcc ?? [])]),
    subject,
    text: text ?? '',
    html: html ?? '',
    headers: headers.filter(({ value }) => value !== ''),
    configurationSet: parameters.get('ConfigurationSetName'),
    tags: tagsOf(parameters),
  };
}

async function parse(data: Buffer): Promise<Email> {
  if (data.length > longestMessage)
    throw invalidParameter(`Message length is more than ${longestMessage} bytes long.`);
  try {
    return await PostalMime.parse(data);
  } catch {
    throw invalidParameter('RawMessage.Data is not a MIME message');
  }
}

function header(email: Email, key: string): string | undefined {
  return email.headers.find((one) => one.key === key)?.value;
}

/** The sender as people read it, with an encoded display name decoded. */
function readable(from: Email['from'], raw: string): string {
  if (from?.address === undefined) return raw;
  return from.name === '' ? from.address : `${from.name} <${from.address}>`;
}

function recipients(addresses: readonly string[]): string[] {
  if (addresses.length === 0) throw invalidParameter('Empty required header: no recipients');
  if (addresses.length > mostRecipients) throw invalidParameter(`Recipient count exceeds ${mostRecipients}.`);
  return [...addresses];
}
