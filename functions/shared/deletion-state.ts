import * as v from 'valibot';
import { timestampSchema } from './fields.ts';

/**
 * A deletion that an account waits for. It stands on the account itself, so that whoever cancels and the purge
 * decide it between them by one condition.
 */
export const deletionSchema = v.object({
  /** The event that scheduled it: it names the deletion, and its cancel link is derived from it. */
  eventId: v.string(),
  requestedAt: timestampSchema,
  purgeAt: timestampSchema,
  /** Companies with other members that the person chose to delete, too. */
  deleteCompanies: v.array(v.string()),
  /** That the person was reminded of it. */
  reminded: v.optional(v.boolean()),
  /** When the purge took it: from here on it can no longer be cancelled. */
  begunAt: v.nullable(timestampSchema),
});
export type Deletion = v.InferOutput<typeof deletionSchema>;
