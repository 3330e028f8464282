import middy from '@middy/core';
import type { ReadSecret } from '../aws/secrets.ts';
import type { Table } from '../aws/table-client.ts';
import type { Now } from '../clock.ts';
import type { Logger } from '../logger.ts';
import { accountState } from './account-state.ts';
import { cookies } from './cookies.ts';
import { faults } from './faults.ts';
import { fetchMetadata } from './fetch-metadata.ts';
import { idempotency } from './idempotency.ts';
import { ipRestrictions } from './ip-restrictions.ts';
import { originSecret } from './origin-secret.ts';
import { parseInput } from './parse-input.ts';
import { rateLimit } from './rate-limit.ts';
import { type ApiEvent, type ApiResponse, type BoundOperation, stateOf } from './request-state.ts';
import { problem, success } from './responses.ts';
import { role } from './role.ts';
import { type LoadOperations, route } from './route.ts';
import { session } from './session.ts';
import { sessionUse } from './session-use.ts';
import { stepUp } from './step-up.ts';

export interface ApiFunctionDeps {
  readonly table: Table;
  readonly now: Now;
  readonly newId: () => string;
  readonly logger: Logger;
  readonly siteUrl: string;
  readonly readOriginSecret: ReadSecret;
}

async function runOperation(event: ApiEvent): Promise<ApiResponse> {
  const state = stateOf(event);
  const outcome = await state.operation.run(state, event);
  return outcome.ok ? success(state.operation.contract, outcome) : problem(event, outcome);
}

/**
 * Makes a Lambda handler of operations: the request chain of DESIGN section 3, each step a middleware of its
 * own. Every check is here, so a handler reached without the gateway still refuses (principle 5).
 */
export function apiFunction(
  deps: ApiFunctionDeps,
  operations: readonly BoundOperation[],
  loadOthers?: LoadOperations,
) {
  return (
    middy<ApiEvent, ApiResponse>()
      // The first onError to be registered is the last to run: it has the final word on a fault.
      .use(faults(deps.logger))
      .use(originSecret(deps.readOriginSecret))
      .use(cookies())
      .use(route(operations, loadOthers))
      .use(fetchMetadata(deps.siteUrl))
      .use(rateLimit(deps.table, deps.now))
      .use(session(deps))
      .use(accountState())
      // After the account is known, before any right of it is used.
      .use(ipRestrictions(deps))
      .use(sessionUse(deps))
      .use(role())
      .use(stepUp(deps.now))
      .use(parseInput())
      .use(idempotency(deps.table, deps.now))
      .handler(runOperation)
  );
}
