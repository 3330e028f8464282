import { createHash, timingSafeEqual } from 'node:crypto';
import type { ReadSecret } from '../aws/secrets.ts';
import { refuse } from '../outcome.ts';
import type { ApiEvent, ChainMiddleware } from './request-state.ts';
import { problem } from './responses.ts';

const originHeader = 'x-latchkey-origin';

// Hashing first makes the lengths equal, which timingSafeEqual needs and an attacker learns nothing from.
function sameSecret(given: string, expected: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** Tells whether a request came through our edge, in constant time over every valid value. */
async function cameThroughEdge(event: ApiEvent, readSecret: ReadSecret): Promise<boolean> {
  const given = event.headers[originHeader];
  if (given === undefined) return false;
  return (await readSecret()).reduce((found, expected) => sameSecret(given, expected) || found, false);
}

/**
 * Refuses what did not come through CloudFront, which alone knows the secret: only behind it do the address
 * header and the rate limits of the edge hold. Two values are valid while one is being rotated.
 */
export function originSecret(readSecret: ReadSecret): ChainMiddleware {
  return {
    before: async ({ event }) =>
      (await cameThroughEdge(event, readSecret)) ? undefined : problem(event, refuse('origin-refused')),
  };
}
