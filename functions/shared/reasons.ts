/**
 * Every `reason` a response may carry, with its HTTP status. A reason is the stable code that clients
 * program against; the sentence a person reads belongs to the site (`web/src/lib/problem-sentences.ts`).
 * Field reasons stand in `errors[].reason` of a 400 (see `FieldReason`).
 */
export const reasonStatuses = {
  'invalid-input': 400,
  'invalid-email': 400,
  'invalid-phone': 400,
  'malformed-body': 400,
  'invalid-idempotency-key': 400,
  'invalid-code': 400,
  'code-expired': 400,
  'code-used': 400,
  'wrong-code': 400,
  'challenge-expired': 400,
  'passkey-not-accepted': 400,
  unauthorized: 401,
  'invalid-credentials': 401,
  'passkey-refused': 401,
  'sign-in-required': 401,
  'sign-up-required': 401,
  forbidden: 403,
  'origin-refused': 403,
  'cross-site': 403,
  'step-up-required': 403,
  'second-factor-required': 403,
  'authenticator-required': 403,
  'factor-too-new': 403,
  'ip-not-allowed': 403,
  'deletion-pending': 403,
  'account-disabled': 403,
  'not-confirmed': 403,
  'support-only': 403,
  'membership-ended': 403,
  'not-found': 404,
  'session-rotated': 409,
  'two-factor-on': 409,
  'two-factor-off': 409,
  'too-many-passkeys': 409,
  'email-taken': 409,
  'would-lock-you-out': 409,
  'last-owner': 409,
  'last-company': 409,
  'already-member': 409,
  'signed-in-as-another': 409,
  'enforcement-ended': 409,
  'channel-mandatory': 409,
  'locked-by-company': 409,
  'deletion-begun': 409,
  'reset-running': 409,
  'export-not-ready': 409,
  'export-expired': 410,
  'sms-not-offered': 409,
  'sms-refused': 409,
  'phone-missing': 409,
  'phone-not-served': 409,
  'phone-confirmed': 409,
  'request-in-progress': 409,
  'account-deleted': 410,
  'changed-elsewhere': 412,
  'too-large': 413,
  'unsupported-media-type': 415,
  'idempotency-key-reused': 422,
  'too-many-attempts': 429,
  'server-error': 500,
  'dependency-unavailable': 503,
} as const satisfies Record<string, number>;

export type Reason = keyof typeof reasonStatuses;

/** Why one field was refused; `path` beside it names the field (`phone`, `entries.3`). */
export const fieldReasons = [
  'required',
  'wrong-type',
  'too-short',
  'too-long',
  'invalid-email',
  'invalid-phone',
  'invalid-name',
  'invalid-timezone',
  'invalid-code',
  'invalid-choice',
  'invalid-value',
  'wrong-word',
  'password-too-common',
  'password-is-personal',
  'password-composition',
  'password-spaces',
  'password-unchanged',
  'email-unchanged',
  'use-email-change',
  'invalid-ip',
  'invalid-prefix',
  'ip-leading-zeros',
  'ip-zone',
  'ip-range-too-wide',
  'too-many',
  'image-type',
  'image-size',
  'image-dimensions',
  'image-metadata',
] as const;

export type FieldReason = (typeof fieldReasons)[number];

export interface FieldError {
  readonly path: string;
  readonly reason: FieldReason;
}

/** Tells whether a code from outside (a schema message, a stored answer) is a known field reason. */
export function isFieldReason(code: string): code is FieldReason {
  return fieldReasons.some((known) => known === code);
}

/** Tells whether a string is a known reason. */
export function isReason(code: string): code is Reason {
  return Object.hasOwn(reasonStatuses, code);
}
