import * as v from 'valibot';
import { sha256 } from './line.ts';

/** The end of a chain: how many links it has, the last one's hash, and until when that is kept. */
export const headSchema = v.object({ seq: v.number(), hash: v.string(), expiresAtSeconds: v.number() });
export type Head = v.InferOutput<typeof headSchema>;

/** A link of a chain: that a line was there, in this place, with this content. It holds nothing of the content. */
export const linkSchema = v.object({
  pk: v.string(),
  sk: v.string(),
  /** Its place, from 1 on. */
  seq: v.number(),
  /** The hash of the link before; null of the first. */
  previous: v.nullable(v.string()),
  /** Until when the links before it are kept, in seconds: from then on it may be the first that is left. 0 of the first. */
  previousExpiresAt: v.number(),
  digest: v.string(),
  /** Until when the line is kept. */
  lineExpiresAt: v.number(),
  hash: v.string(),
  /** Never before that of the link before, so that a chain runs out from its beginning. */
  expiresAtSeconds: v.number(),
  /** The receipt of the erasure that rewrote the line; undefined of the line's own link. */
  receipt: v.optional(v.string()),
});
export type Link = v.InferOutput<typeof linkSchema>;

/** SHA-256 over where a link stands, what was before it and what it says of its line. */
export function hashOf(link: Omit<Link, 'hash' | 'expiresAtSeconds'>): string {
  const { pk, sk, seq, previous, previousExpiresAt, digest, lineExpiresAt, receipt } = link;
  return sha256(
    JSON.stringify([pk, sk, seq, previous, previousExpiresAt, digest, lineExpiresAt, receipt ?? null]),
  );
}

/** A head as operators note it: its number and its hash. */
export function writeHead({ seq, hash }: Pick<Head, 'seq' | 'hash'>): string {
  return `${String(seq)}:${hash}`;
}
