import type { Key } from './table.ts';

const accountIdShape = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** Failures of a subject (an address hash or a client address) at proving who it is. */
export function throttleKey(subject: string): Key {
  return { pk: `THROTTLE#${subject}`, sk: 'THROTTLE' };
}

/** Calls of one operation in one window, from a client address, or of an account: those go with the account. */
export function callCountKey(operationId: string, subject: string, window: number): Key {
  if (accountIdShape.test(subject)) {
    return { pk: `ACCOUNT#${subject}`, sk: `CALLS#${operationId}#${String(window)}` };
  }
  return { pk: `CALLS#${operationId}#${subject}`, sk: String(window) };
}

export function idempotencyKey(subject: string, operationId: string, key: string): Key {
  return { pk: `IDEMPOTENCY#${subject}`, sk: `${operationId}#${key}` };
}
