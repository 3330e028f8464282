import { routeKey } from '../contract.ts';
import { refuse } from '../outcome.ts';
import { describeViewer, viewerAddress } from '../viewer.ts';
import { beginRequest, type BoundOperation, type ChainMiddleware } from './request-state.ts';
import { problem } from './responses.ts';

/**
 * Finds the operation of a request among those of this function and begins the request's state. A request
 * whose client address the edge did not attest is refused: nothing behind may guess one.
 */
export function route(operations: readonly BoundOperation[]): ChainMiddleware {
  const routes = new Map(operations.map((operation) => [routeKey(operation.contract), operation]));
  return {
    before: ({ event }) => {
      const operation = routes.get(event.routeKey);
      if (operation === undefined) return problem(event, refuse('not-found'));
      const address = viewerAddress(event.headers['cloudfront-viewer-address']);
      if (address === null) return problem(event, refuse('origin-refused'));
      beginRequest(event, operation, describeViewer(address, event.headers['user-agent']));
      return undefined;
    },
  };
}
