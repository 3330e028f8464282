import type { OperationContract } from '../contract.ts';
import type { Refusal } from '../outcome.ts';
import { type Reason, reasonStatuses } from '../reasons.ts';
import type { ApiEvent, ApiResponse, Reply } from './request-state.ts';

/** Every API answer is one person's and of this moment. */
const always = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** `changed-elsewhere` → `Changed elsewhere`: RFC 9457 wants a title that is the same for every occurrence. */
function titleOf(reason: Reason): string {
  const words = reason.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The problem+json answer (RFC 9457) to a refused request. */
export function problem(event: ApiEvent, refusal: Refusal): ApiResponse {
  const status = reasonStatuses[refusal.reason];
  return {
    statusCode: status,
    headers: {
      ...always,
      'content-type': 'application/problem+json',
      ...(refusal.retryAfterSeconds === undefined
        ? {}
        : { 'retry-after': String(refusal.retryAfterSeconds) }),
    },
    body: JSON.stringify({
      type: `urn:latchkey:problem:${refusal.reason}`,
      title: titleOf(refusal.reason),
      status,
      reason: refusal.reason,
      ...(refusal.detail === undefined ? {} : { detail: refusal.detail }),
      ...(refusal.address === undefined ? {} : { address: refusal.address }),
      ...(refusal.refusedBy === undefined ? {} : { refusedBy: refusal.refusedBy }),
      ...(refusal.errors === undefined ? {} : { errors: refusal.errors }),
      ...(refusal.current === undefined ? {} : { current: refusal.current }),
      requestId: event.requestContext.requestId,
    }),
  };
}

/** The answer of an operation that succeeded. */
export function success(
  { status, textOutput }: Pick<OperationContract, 'status' | 'textOutput'>,
  reply: Reply<unknown>,
): ApiResponse {
  const { file, body, etag, location, cookies } = reply;
  const text = file?.text ?? (body === undefined ? undefined : JSON.stringify(body));
  return {
    statusCode: status,
    headers: {
      ...always,
      ...(etag === undefined ? {} : { etag }),
      ...(location === undefined ? {} : { location }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(file === undefined || textOutput === undefined
        ? {}
        : {
            'content-type': `${textOutput}; charset=utf-8`,
            'content-disposition': `attachment; filename="${file.name}"`,
          }),
    },
    ...(cookies === undefined ? {} : { cookies: [...cookies] }),
    ...(text === undefined ? {} : { body: text }),
  };
}
