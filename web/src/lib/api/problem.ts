import type { FieldError, Reason } from '#functions/shared/reasons.ts';

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
  /** Whose list of addresses it is not on, with `ip-not-allowed`; the company's with its name and scope. */
  readonly refusedBy: {
    readonly list: 'own' | 'company';
    readonly company: string | null;
    readonly scope: 'all' | 'sensitive' | null;
  } | null;
  /** The document as it is now, with `changed-elsewhere`. */
  readonly current: Current | null;
}

/** A problem that arose on this side of the wire. */
export function localProblem(reason: LocalReason, status = 0): Problem<never> {
  return {
    status,
    reason,
    errors: [],
    requestId: null,
    retryAfterSeconds: null,
    address: null,
    refusedBy: null,
    current: null,
  };
}
