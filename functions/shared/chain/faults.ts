import { isUnavailable } from '../aws/faults.ts';
import { describeFault, type Logger } from '../logger.ts';
import { refuse } from '../outcome.ts';
import type { ChainMiddleware } from './request-state.ts';
import { problem } from './responses.ts';

/**
 * Turns a thrown fault into an answer that says nothing of its cause (ASVS 16.5.1, 16.5.3): 503 with
 * `Retry-After` when a dependency is down, else 500. The log has the cause under the request's id.
 */
export function faults(logger: Logger): ChainMiddleware {
  return {
    onError: (request) => {
      const { event, error } = request;
      const unavailable = isUnavailable(error);
      logger.error(unavailable ? 'A dependency is unavailable' : 'Unexpected fault', {
        requestId: event.requestContext.requestId,
        operation: event.routeKey,
        ...describeFault(error),
      });
      request.response = problem(
        event,
        unavailable ? refuse('dependency-unavailable', { retryAfterSeconds: 5 }) : refuse('server-error'),
      );
    },
  };
}
