import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { envelopeSchema } from '#events/envelope.ts';

/** A line of a log as it is stored: an event, and what only the chain reads of it. */
export const lineSchema = v.object({
  ...envelopeSchema.entries,
  pk: v.string(),
  sk: v.string(),
  /** Without it, a digest that outlives an erased line could be tried out: whose name, which address was it? */
  salt: v.optional(v.string(), ''),
  expiresAtSeconds: v.number(),
  /** The receipt of the erasure that took a person out of it. */
  erasedUnder: v.optional(v.string()),
});
export type Line = v.InferOutput<typeof lineSchema>;

/** SHA-256 over all that a line says, and over its salt. */
export function digestOf({
  pk: _pk,
  sk: _sk,
  salt,
  expiresAtSeconds,
  erasedUnder,
  ...envelope
}: Line): string {
  return sha256(canonical([salt, expiresAtSeconds, erasedUnder ?? null, envelope]));
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** JSON with its names in order: the same value is the same text, however the store gave it back. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
