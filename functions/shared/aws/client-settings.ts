import { NodeHttpHandler } from '@smithy/node-http-handler';

/**
 * Bounds of every AWS call: a part that hangs costs at most two tries of two seconds, well inside API
 * Gateway's 30 s; then the request fails closed with 503. Retries are safe: transactions carry an
 * idempotency token that the SDK repeats.
 */
export function clientSettings() {
  return {
    maxAttempts: 2,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 1000,
      requestTimeout: 2000,
      throwOnRequestTimeout: true,
    }),
  };
}
