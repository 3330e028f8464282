import type { Answer } from './result.ts';

/** A refusal of the gateway's own, in the form of the API's (RFC 9457). */
export function problem(status: number, title: string, reason: string, requestId: string): Answer {
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    cookies: [],
    body: Buffer.from(
      JSON.stringify({ type: `urn:latchkey:problem:${reason}`, title, status, reason, requestId }),
    ),
  };
}
