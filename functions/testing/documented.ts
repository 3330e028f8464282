import * as v from 'valibot';

import { chainReasons, type OperationContract, routeKey } from '#functions/shared/contract.ts';
import { isReason, reasonStatuses } from '#functions/shared/reasons.ts';
import type { TestResponse } from './requester.ts';

/**
 * What an answer has that its contract does not tell of, or null: a status, a reason, a document of another shape.
 * The test API asks this of every answer that it gives, so each test also tests the OpenAPI document.
 */
export function undocumented(
  contracts: readonly OperationContract[],
  route: string,
  answer: TestResponse,
): string | null {
  const contract = contracts.find((candidate) => routeKey(candidate) === route);
  if (contract === undefined) return null;
  if (answer.status === contract.status) return wrongDocument(contract, answer);
  const reason: unknown = answer.body?.reason;
  if (typeof reason !== 'string' || !isReason(reason))
    return `${route} answered ${answer.status} without a reason`;
  if (reasonStatuses[reason] !== answer.status) return `${route} answered ${reason} with ${answer.status}`;
  return [...chainReasons(contract), ...contract.reasons].includes(reason)
    ? null
    : `${route} answered ${reason}, which its contract does not list`;
}

function wrongDocument(
  { output, textOutput }: OperationContract,
  { body, headers }: TestResponse,
): string | null {
  if (textOutput !== undefined && String(headers['content-type']).startsWith(`${textOutput};`)) return null;
  if (output === undefined)
    return body === undefined ? null : 'An operation without an output answered with a body';
  const result = v.safeParse(output, body);
  if (!result.success) return `A document is not as its contract says: ${v.summarize(result.issues)}`;
  // What the schema does not name would be cut off here: nothing may leave that no contract tells of.
  return JSON.stringify(result.output) === JSON.stringify(body)
    ? null
    : 'A document holds more than its contract says';
}
