import * as v from 'valibot';
import { timestampSchema } from '../fields.ts';

/** The product's own id of a record: what it is found, replaced and imported again by. */
export const recordIdSchema = v.pipe(v.string(), v.regex(/^[\w.:@-]{1,128}$/));

/**
 * A record of the product's: a call, a transcript, an agent. `data` is the product's own affair; it goes into
 * exports whole, except for what is said to be secret there.
 */
export const recordSchema = v.object({
  recordId: recordIdSchema,
  /** When it happened or was made. */
  at: timestampSchema,
  data: v.record(v.string(), v.unknown()),
});
export type ProductRecord = v.InferOutput<typeof recordSchema>;
