import { routeKey } from '../contract.ts';
import { refuse } from '../outcome.ts';
import { describeViewer, viewerAddress } from '../viewer.ts';
import { beginRequest, type BoundOperation, type ChainMiddleware } from './request-state.ts';
import { problem } from './responses.ts';

/** Operations whose code waits in a file of its own until one of them is asked for. */
export type LoadOperations = () => Promise<readonly BoundOperation[]>;

const byRoute = (operations: readonly BoundOperation[]) =>
  new Map(operations.map((operation) => [routeKey(operation.contract), operation]));

/**
 * Finds the operation of a request among those of this function, then among those that are still to be loaded, and begins the
 * request's state. A request whose client address the edge did not attest is refused: nothing behind may guess one.
 */
export function route(operations: readonly BoundOperation[], loadOthers?: LoadOperations): ChainMiddleware {
  const routes = byRoute(operations);
  let others: Promise<ReturnType<typeof byRoute>> | undefined;
  const findElsewhere = async (key: string) => {
    others ??= loadOthers?.().then(byRoute);
    return (await others)?.get(key);
  };
  return {
    before: async ({ event }) => {
      const operation = routes.get(event.routeKey) ?? (await findElsewhere(event.routeKey));
      if (operation === undefined) return problem(event, refuse('not-found'));
      const address = viewerAddress(event.headers['cloudfront-viewer-address']);
      if (address === null) return problem(event, refuse('origin-refused'));
      beginRequest(event, operation, describeViewer(address, event.headers['user-agent']));
      return undefined;
    },
  };
}
