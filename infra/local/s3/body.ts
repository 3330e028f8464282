import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

import type { StandInRequest } from '../stand-in-server.ts';
import { S3Error } from './wire.ts';

/** The content of an upload, and the checksum that came with it. */
export interface Upload {
  readonly content: Buffer;
  /** By header name: `x-amz-checksum-crc32`. */
  readonly checksums: Record<string, string>;
}

const digests: Readonly<Record<string, (content: Buffer) => string>> = {
  'x-amz-checksum-crc32': (content) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(crc32(content));
    return bytes.toString('base64');
  },
  'x-amz-checksum-sha1': (content) => createHash('sha1').update(content).digest('base64'),
  'x-amz-checksum-sha256': (content) => createHash('sha256').update(content).digest('base64'),
};

/** Takes an upload out of its transfer encoding and checks every digest that it carries, as S3 does. */
export function readUpload({ headers, body }: StandInRequest): Upload {
  const chunked = headers['content-encoding']?.split(/,\s*/).includes('aws-chunked') === true;
  const { content, trailers } = chunked
    ? decodeChunks(body)
    : { content: body, trailers: new Map<string, string>() };

  const promised = headers['x-amz-decoded-content-length'];
  if (chunked && promised !== String(content.length)) {
    throw new S3Error(400, 'IncompleteBody', 'The body is not as long as its x-amz-decoded-content-length.');
  }
  const signed = headers['x-amz-content-sha256'];
  if (typeof signed === 'string' && /^[0-9a-f]{64}$/.test(signed)) {
    const message = 'The provided x-amz-content-sha256 header does not match what was computed.';
    demandEqual(
      'XAmzContentSHA256Mismatch',
      signed,
      createHash('sha256').update(body).digest('hex'),
      message,
    );
  }
  const md5 = headers['content-md5'];
  if (typeof md5 === 'string') {
    const message = 'The Content-MD5 you specified did not match what we received.';
    demandEqual('BadDigest', md5, createHash('md5').update(content).digest('base64'), message);
  }

  const checksums: Record<string, string> = {};
  for (const [name, value] of [...Object.entries(headers), ...trailers]) {
    if (!/^x-amz-checksum-(?!algorithm|mode|type)/.test(name) || typeof value !== 'string') continue;
    const digest = digests[name];
    if (!digest) throw new S3Error(501, 'NotImplemented', `The local S3 can't check ${name}.`);
    demandEqual(
      'BadDigest',
      value,
      digest(content),
      `The ${name} you specified did not match what we received.`,
    );
    checksums[name] = value;
  }
  return { content, checksums };
}

function demandEqual(code: string, given: string, computed: string, message: string): void {
  if (given !== computed) throw new S3Error(400, code, message);
}

/**
 * Decodes `aws-chunked`: chunks of `<hex size>[;chunk-signature=…]\r\n<bytes>\r\n`, the last of size 0, then trailers
 * `name:value\r\n`. Chunk signatures are not verified.
 */
function decodeChunks(body: Buffer): { content: Buffer; trailers: Map<string, string> } {
  const chunks: Buffer[] = [];
  let position = 0;
  const line = () => {
    const end = body.indexOf('\r\n', position);
    if (end < 0) throw new S3Error(400, 'IncompleteBody', 'The aws-chunked body ends too early.');
    const text = body.toString('latin1', position, end);
    position = end + 2;
    return text;
  };

  for (;;) {
    const [hex = ''] = line().split(';', 1);
    if (!/^[0-9a-f]{1,8}$/i.test(hex)) throw new S3Error(400, 'InvalidRequest', 'A chunk has no size.');
    const size = Number.parseInt(hex, 16);
    if (size === 0) break;
    chunks.push(body.subarray(position, position + size));
    position += size;
    if (line() !== '') throw new S3Error(400, 'InvalidRequest', 'A chunk is longer than it said.');
  }
  const trailers = new Map<string, string>();
  while (position < body.length) {
    const [name = '', ...value] = line().split(':');
    if (name !== '') trailers.set(name.trim().toLowerCase(), value.join(':').trim());
  }
  return { content: Buffer.concat(chunks), trailers };
}
