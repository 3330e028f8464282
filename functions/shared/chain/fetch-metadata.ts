import { refuse } from '../outcome.ts';
import type { OperationContract } from '../contract.ts';
import { type ApiEvent, type ChainMiddleware, stateOf } from './request-state.ts';
import { problem } from './responses.ts';

function mediaType(header: string | undefined): string | undefined {
  return header?.split(';')[0]?.trim().toLowerCase();
}

/** Whether our own page sent the request: fetch metadata where the browser sends it, else `Origin` (ASVS 3.5.1). */
function isSameOrigin(event: ApiEvent, siteOrigin: string): boolean {
  const site = event.headers['sec-fetch-site'];
  return site === undefined ? event.headers['origin'] === siteOrigin : site === 'same-origin';
}

function hasDeclaredType(event: ApiEvent, contract: OperationContract): boolean {
  if (event.body === undefined || event.body === '') return true;
  const type = mediaType(event.headers['content-type']);
  if (contract.binaryBody !== undefined)
    return contract.binaryBody.contentTypes.some((allowed) => allowed === type);
  return type === 'application/json';
}

/**
 * Refuses unsafe methods from other sites, and bodies of an undeclared type: a foreign form can send neither
 * `Sec-Fetch-Site: same-origin` nor JSON (ASVS 3.5.1, 3.5.3).
 */
export function fetchMetadata(siteUrl: string): ChainMiddleware {
  const siteOrigin = new URL(siteUrl).origin;
  return {
    before: ({ event }) => {
      const { contract } = stateOf(event).operation;
      if (contract.method === 'GET' || contract.crossSite === true) return undefined;
      if (!isSameOrigin(event, siteOrigin)) return problem(event, refuse('cross-site'));
      return hasDeclaredType(event, contract) ? undefined : problem(event, refuse('unsupported-media-type'));
    },
  };
}
