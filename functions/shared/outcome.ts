import type { FieldError, Reason } from './reasons.ts';

/** An expected refusal: the public reason, and what helps the caller mend it. */
export interface Refusal {
  readonly ok: false;
  readonly reason: Reason;
  readonly errors?: readonly FieldError[];
  readonly detail?: string;
  readonly retryAfterSeconds?: number;
  /** The client address that was seen, where it is why. */
  readonly address?: string;
  /** Whose list that address is not on, with `ip-not-allowed`; the company's with its name and what it is about. */
  readonly refusedBy?:
    | { readonly list: 'own' }
    | { readonly list: 'company'; readonly company: string; readonly scope: 'all' | 'sensitive' };
  /** The current document, with `changed-elsewhere`. */
  readonly current?: unknown;
}

/** What a use-case returns: its result, or the reason why not. Faults are thrown. */
export type Outcome<T extends object = object> = ({ readonly ok: true } & T) | Refusal;

/** Refuses with a reason. */
export function refuse(reason: Reason, more: Omit<Refusal, 'ok' | 'reason'> = {}): Refusal {
  return { ok: false, reason, ...more };
}

/** Refuses one field of the input. */
export function refuseField(path: string, reason: FieldError['reason']): Refusal {
  return refuse('invalid-input', { errors: [{ path, reason }] });
}
