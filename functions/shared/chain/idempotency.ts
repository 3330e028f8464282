import { createHash, createHmac } from 'node:crypto';
import type { Table } from '../aws/table-client.ts';
import type { Now } from '../clock.ts';
import { refuse } from '../outcome.ts';
import { idempotencyKey } from '../table.ts';
import { claimKey, freeKey, keepAnswer, type StoredAnswer } from './idempotency-item.ts';
import { type ApiResponse, type ChainMiddleware, findState, stateOf } from './request-state.ts';
import { problem } from './responses.ts';

const keyShape = /^[\x21-\x7e]{16,128}$/;

function storable(response: ApiResponse): StoredAnswer {
  const headers = Object.entries(response.headers ?? {}).map(
    ([name, value]) => [name, String(value)] as const,
  );
  return {
    statusCode: response.statusCode ?? 200,
    headers: Object.fromEntries(headers),
    body: response.body ?? null,
  };
}

function replayed(answer: StoredAnswer): ApiResponse {
  return {
    statusCode: answer.statusCode,
    headers: { ...answer.headers, 'idempotency-replayed': 'true' },
    ...(answer.body === null ? {} : { body: answer.body }),
  };
}

/**
 * Honours `Idempotency-Key` where the contract does: same key and body, the same answer for 24 hours; same
 * key, other body, 422. Neither the key nor the body is kept: the key is hashed, and the body's hash is keyed
 * with it, so that a copy of the table helps nobody guess a password that was in a body.
 */
export function idempotency(table: Table, now: Now): ChainMiddleware {
  return {
    before: async ({ event }) => {
      const state = stateOf(event);
      const given = event.headers['idempotency-key'];
      const { contract } = state.operation;
      if (contract.idempotent !== true || given === undefined) return undefined;
      if (!keyShape.test(given)) return problem(event, refuse('invalid-idempotency-key'));

      const subject = state.auth?.account.accountId ?? state.viewer.ip;
      const key = idempotencyKey(
        subject,
        contract.id,
        createHash('sha256').update(given).digest('base64url'),
      );
      const bodyHash = createHmac('sha256', given)
        .update(event.body ?? '')
        .digest('base64url');
      const claim = await claimKey(table, key, bodyHash, now());
      switch (claim.state) {
        case 'answered':
          return replayed(claim.answer);
        case 'other-body':
          return problem(event, refuse('idempotency-key-reused'));
        case 'running':
          return problem(event, refuse('request-in-progress', { retryAfterSeconds: 2 }));
        case 'claimed':
          state.idempotency = {
            finish: (response) => keepAnswer(table, key, storable(response)),
            abandon: () => freeKey(table, key),
          };
          return undefined;
      }
    },
    after: async ({ event, response }) => {
      const state = stateOf(event);
      const held = state.idempotency;
      // From here on the change is made: a fault in keeping the answer must not free the key.
      state.idempotency = null;
      if (response !== null && response !== undefined) await held?.finish(response);
    },
    onError: async ({ event }) => {
      // A key that can't be freed now frees itself when its lease ends; the fault itself is what to answer.
      await findState(event)
        ?.idempotency?.abandon()
        .catch(() => undefined);
    },
  };
}
