import * as v from 'valibot';
import { timestampSchema } from './fields.ts';
import { receiptSchema } from './receipt.ts';

/** What of a job is done, in units of its own (records, files); `total` is known once it has counted. */
export const progressSchema = v.object({ done: v.number(), total: v.nullable(v.number()) });
export type Progress = v.InferOutput<typeof progressSchema>;

const jobStatusSchema = v.picklist(['running', 'completed', 'failed']);

/** The finished export that waits to be downloaded. */
const archiveSchema = v.object({
  /** In bytes. */
  size: v.number(),
  /** From then on it can't be downloaded any more. */
  expiresAt: timestampSchema,
});

/** A job as whoever asked for it may see it. */
export const jobViewSchema = v.object({
  id: v.string(),
  kind: v.picklist(['data-reset', 'export']),
  status: jobStatusSchema,
  progress: progressSchema,
  createdAt: timestampSchema,
  finishedAt: v.nullable(timestampSchema),
  /** What a data reset did, from when it is done. */
  receipt: v.optional(receiptSchema),
  /** What an export made, from when it is done. */
  archive: v.optional(archiveSchema),
});
export type JobView = v.InferOutput<typeof jobViewSchema>;
