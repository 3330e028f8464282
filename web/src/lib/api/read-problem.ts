import * as v from 'valibot';
import { isFieldReason } from '#functions/shared/reasons.ts';
import '#lib/field-sentences.ts';
import { learnSentences } from '#lib/messages.ts';
import { isKnownReason, problemSentences } from '#lib/problem-sentences.ts';
import { localProblem, type Problem } from './problem.ts';

// Loaded with the first refusal, and so are the sentences for what is refused.
learnSentences(problemSentences);

/** `application/problem+json` (RFC 9457) as DESIGN section 3 lays it out. */
const problemSchema = v.object({
  reason: v.string(),
  errors: v.optional(v.array(v.object({ path: v.string(), reason: v.string() })), []),
  requestId: v.optional(v.string()),
  address: v.optional(v.string()),
  refusedBy: v.optional(
    v.object({
      list: v.picklist(['own', 'company']),
      company: v.optional(v.nullable(v.string()), null),
      scope: v.optional(v.nullable(v.picklist(['all', 'sensitive'])), null),
    }),
  ),
  current: v.optional(v.unknown()),
});

/**
 * Reads the problem out of a refused response. What is not ours (a proxy's error page, a future reason) becomes
 * `unreadable` or the reason that its status has always had, so that a page always has something to say.
 */
export function readProblem(status: number, headers: Headers, body: unknown): Problem {
  const parsed = v.safeParse(problemSchema, body);
  if (!parsed.success) return localProblem('unreadable', status);
  const { reason, errors, requestId, address, refusedBy, current } = parsed.output;
  return {
    status,
    reason: isKnownReason(reason) ? reason : 'unreadable',
    errors: errors.map(({ path, reason: code }) => ({
      path,
      reason: isFieldReason(code) ? code : 'invalid-value',
    })),
    requestId: requestId ?? null,
    retryAfterSeconds: retryAfter(headers),
    address: address ?? null,
    refusedBy: refusedBy ?? null,
    current: current ?? null,
  };
}

/** `Retry-After` in seconds; the API sends seconds, a proxy may send a date (RFC 9110 §10.2.3). */
function retryAfter(headers: Headers): number | null {
  const value = headers.get('retry-after');
  if (value === null) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - Date.now()) / 1000));
}
