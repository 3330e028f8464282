import { randomUUID } from 'node:crypto';

import type { StandInAnswer } from '../stand-in-server.ts';
import { element, textElement, xmlDocument } from '../xml.ts';

const namespace = 'http://ses.amazonaws.com/doc/2010-12-01/';
const headers = { 'content-type': 'text/xml' };

/** An answer of SES that refuses a call, by the name SES gives it. */
export class SesError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** A parameter that breaks SES's rules. */
export function invalidParameter(message: string): SesError {
  return new SesError('InvalidParameterValue', message);
}

/** The successful answer of an action that gives a message id. */
export function sent(action: string, messageId: string): StandInAnswer {
  const content = [
    element(`${action}Result`, [textElement('MessageId', messageId)]),
    element('ResponseMetadata', [textElement('RequestId', randomUUID())]),
  ];
  return { status: 200, headers, body: xmlDocument(`${action}Response`, content, namespace) };
}

/** A refusal in SES's form. */
export function refused({ code, message, status }: SesError): StandInAnswer {
  const error = element('Error', [
    textElement('Type', status < 500 ? 'Sender' : 'Receiver'),
    textElement('Code', code),
    textElement('Message', message),
  ]);
  const content = [error, textElement('RequestId', randomUUID())];
  return { status, headers, body: xmlDocument('ErrorResponse', content, namespace) };
}

/** The members of a list in the query protocol: `Destinations.member.1=…&Destinations.member.2=…`. */
export function listOf(parameters: URLSearchParams, name: string): string[] {
  const members: string[] = [];
  for (let index = 1; ; index += 1) {
    const member = parameters.get(`${name}.member.${index}`);
    if (member === null) return members;
    members.push(member);
  }
}

/** The name-value pairs of the message's tags. */
export function tagsOf(parameters: URLSearchParams): Record<string, string> {
  const tags: Record<string, string> = {};
  for (let index = 1; ; index += 1) {
    const name = parameters.get(`Tags.member.${index}.Name`);
    if (name === null) return tags;
    const value = parameters.get(`Tags.member.${index}.Value`) ?? '';
    if (![name, value].every((text) => /^[A-Za-z0-9_.@-]{1,256}$/.test(text))) {
      throw invalidParameter(`Invalid tag <${name}>: use letters, digits, _ - . @, at most 256 of them.`);
    }
    tags[name] = value;
  }
}
