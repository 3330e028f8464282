import { randomUUID } from 'node:crypto';

import type { StandInAnswer } from '../stand-in-server.ts';
import { textElement, xmlDocument } from '../xml.ts';
import type { XmlElement } from '../xml.ts';

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** An answer of S3 that refuses a call, by the name S3 gives it. */
export class S3Error extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const noSuchKey = () => new S3Error(404, 'NoSuchKey', 'The specified key does not exist.');

/** A refusal in S3's form; to HEAD it has no body. */
export function refused({ status, code, message }: S3Error, method: string): StandInAnswer {
  const requestId = randomUUID();
  const headers = { 'content-type': 'application/xml', 'x-amz-request-id': requestId };
  if (method === 'HEAD') return { status, headers };
  const content = [
    textElement('Code', code),
    textElement('Message', message),
    textElement('RequestId', requestId),
  ];
  return { status, headers, body: xmlDocument('Error', content) };
}

/** A successful answer that is a document. */
export function document(name: string, content: readonly XmlElement[]): StandInAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': randomUUID() },
    body: xmlDocument(name, content, namespace),
  };
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The text of XML that an SDK wrote: without comments, sections or elements in it. */
export function unescapeXml(text: string): string {
  return text.replaceAll(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (...match: string[]) => {
    const [whole = '', hexadecimal, decimal, name = ''] = match;
    if (hexadecimal) return String.fromCodePoint(Number.parseInt(hexadecimal, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return named[name] ?? whole;
  });
}
