import * as v from 'valibot';
import { isFieldReason, isReason, type FieldError, type Reason } from '#functions/shared/reasons.ts';

/** What the browser itself can say: no network, no answer in time, no connection, an answer that is not ours. */
export type LocalReason = 'offline' | 'timed-out' | 'unreachable' | 'unreadable';

/** Why a call failed, in a form that a page can show. */
export interface Problem<Current = unknown> {
  /** 0 where no answer came. */
  readonly status: number;
  readonly reason: Reason | LocalReason;
  readonly errors: readonly FieldError[];
  /** What support needs to find the request in the log. */
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | null;
  /** The client address that the server saw, with `ip-not-allowed` and `would-lock-you-out`. */
  readonly address: string | null;
  /** The document as it is now, with `changed-elsewhere`. */
  readonly current: Current | null;
}

/** `application/problem+json` (RFC 9457) as DESIGN section 3 lays it out. */
const problemSchema = v.object({
  reason: v.string(),
  errors: v.optional(v.array(v.object({ path: v.string(), reason: v.string() })), []),
  requestId: v.optional(v.string()),
  address: v.optional(v.string()),
  current: v.optional(v.unknown()),
});

/** A problem that arose on this side of the wire. */
export function localProblem(reason: LocalReason, status = 0): Problem<never> {
  return {
    status,
    reason,
    errors: [],
    requestId: null,
    retryAfterSeconds: null,
    address: null,
    current: null,
  };
}

/**
 * Reads the problem out of a refused response. What is not ours (a proxy's error page, a future reason) becomes
 * `unreadable` or the reason that its status has always had, so that a page always has something to say.
 */
export function readProblem(status: number, headers: Headers, body: unknown): Problem {
  const parsed = v.safeParse(problemSchema, body);
  if (!parsed.success) return localProblem('unreadable', status);
  const { reason, errors, requestId, address, current } = parsed.output;
  return {
    status,
    reason: isReason(reason) ? reason : 'unreadable',
    errors: errors.map(({ path, reason: code }) => ({
      path,
      reason: isFieldReason(code) ? code : 'invalid-value',
    })),
    requestId: requestId ?? null,
    retryAfterSeconds: retryAfter(headers),
    address: address ?? null,
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
