import { join } from 'node:path';

import * as v from 'valibot';

import type { Clock } from '../clock.ts';
import { startStandInServer } from '../stand-in-server.ts';
import type { StandInAnswer, StandInRequest, StandInServer } from '../stand-in-server.ts';
import { updateSchema } from './apply-update.ts';
import type { Operation } from './execution.ts';
import { startRunner } from './runner.ts';
import type { DurableHandler, Runner } from './runner.ts';

export interface Durable extends StandInServer {
  /** Names the functions that can be invoked. */
  attach(handlers: ReadonlyMap<string, DurableHandler>): void;
  /** Resolves when no durable function is running. */
  idle(): Promise<void>;
}

const checkpointSchema = v.object({
  CheckpointToken: v.string(),
  ClientToken: v.optional(v.string()),
  Updates: v.optional(v.array(updateSchema), []),
});

/** A refusal as Lambda words it: the SDK makes an error of that name of it. */
class Refusal extends Error {
  readonly status: number;
  readonly type: string;

  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

/**
 * Starts the local stand-in for Lambda's durable executions: Invoke with a name, checkpoints, state and callbacks, by
 * Lambda's own protocol, so that the SDK and the handlers are the ones that are deployed.
 */
export async function startDurable(options: { stateDir: string; clock: Clock }): Promise<Durable> {
  const runner = await startRunner({ folder: join(options.stateDir, 'durable'), clock: options.clock });
  /** The answers of checkpoints by their client tokens: a repeated request is the same request. */
  const answered = new Map<string, StandInAnswer>();
  const server = await startStandInServer({
    longestBody: 6 * 1024 * 1024,
    answer: (request) => Promise.resolve(answer(runner, answered, request)),
  });
  return {
    ...server,
    attach: (handlers) => runner.attach(handlers),
    idle: () => runner.idle(),
    close: async () => {
      await runner.close();
      await server.close();
    },
  };
}

type Route = (
  runner: Runner,
  id: string,
  request: StandInRequest,
  answered: Map<string, StandInAnswer>,
) => StandInAnswer;

const routes: readonly [method: string, path: RegExp, route: Route][] = [
  ['POST', /^\/2015-03-31\/functions\/([^/]+)\/invocations$/, invoke],
  ['POST', /^\/2025-12-01\/durable-executions\/(.+)\/checkpoint$/, checkpoint],
  ['GET', /^\/2025-12-01\/durable-executions\/(.+)\/state$/, state],
  ['POST', /^\/2025-12-01\/durable-execution-callbacks\/([^/]+)\/succeed$/, succeed],
];

function answer(
  runner: Runner,
  answered: Map<string, StandInAnswer>,
  request: StandInRequest,
): StandInAnswer {
  try {
    if (request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ') !== true) {
      throw new Refusal(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
    }
    for (const [method, path, route] of routes) {
      const [, id] = path.exec(request.path) ?? [];
      if (request.method === method && id !== undefined) {
        return route(runner, decodeURIComponent(id), request, answered);
      }
    }
    throw new Refusal(404, 'ResourceNotFoundException', 'There is no such operation.');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return reply(error.status, { message: error.message }, { 'x-amzn-errortype': error.type });
  }
}

function invoke(runner: Runner, functionName: string, { headers, body }: StandInRequest): StandInAnswer {
  const name = headers['x-amz-durable-execution-name'];
  if (typeof name !== 'string' || headers['x-amz-invocation-type'] !== 'Event') {
    throw new Refusal(
      400,
      'InvalidParameterValueException',
      'Only durable executions with a name start here.',
    );
  }
  const started = runner.start(functionName, name, body.toString());
  if (started === 'no-function') throw new Refusal(404, 'ResourceNotFoundException', 'Function not found');
  if (started === 'other-input') {
    throw new Refusal(
      409,
      'DurableExecutionAlreadyStartedException',
      'There is one of this name, of another input.',
    );
  }
  return reply(202, '', { 'x-amz-durable-execution-arn': started.arn });
}

function checkpoint(
  runner: Runner,
  arn: string,
  { body }: StandInRequest,
  answered: Map<string, StandInAnswer>,
): StandInAnswer {
  const { CheckpointToken, ClientToken, Updates } = v.parse(checkpointSchema, JSON.parse(body.toString()));
  const earlier = ClientToken === undefined ? undefined : answered.get(ClientToken);
  if (earlier !== undefined) return earlier;
  const kept = runner.checkpoint(arn, CheckpointToken, Updates);
  if (kept === null) throw new Refusal(400, 'InvalidParameterValueException', 'Invalid checkpoint token');
  const result = reply(200, {
    CheckpointToken: kept.token,
    NewExecutionState: { Operations: kept.changed.map(onWire) },
  });
  if (ClientToken !== undefined) answered.set(ClientToken, result);
  return result;
}

function state(runner: Runner, arn: string): StandInAnswer {
  const operations = runner.operationsOf(arn);
  if (operations === null) throw new Refusal(404, 'ResourceNotFoundException', 'There is no such execution.');
  return reply(200, { Operations: operations.map(onWire) });
}

function succeed(runner: Runner, callbackId: string, { body }: StandInRequest): StandInAnswer {
  const result = body.length === 0 ? undefined : body.toString();
  if (!runner.answer(callbackId, result)) {
    throw new Refusal(400, 'InvalidParameterValueException', 'Nobody waits for this callback.');
  }
  return reply(200, {});
}

/** Lambda's protocol writes moments as seconds since 1970. What is our own note stays here. */
function onWire({ timesOutAt: _timesOutAt, ...operation }: Operation): unknown {
  const { StepDetails, WaitDetails } = operation;
  return {
    ...operation,
    StartTimestamp: epoch(operation.StartTimestamp),
    EndTimestamp: epoch(operation.EndTimestamp),
    ...(StepDetails && {
      StepDetails: { ...StepDetails, NextAttemptTimestamp: epoch(StepDetails.NextAttemptTimestamp) },
    }),
    ...(WaitDetails && { WaitDetails: { ScheduledEndTimestamp: epoch(WaitDetails.ScheduledEndTimestamp) } }),
  };
}

function epoch(moment: string | undefined): number | undefined {
  return moment === undefined ? undefined : Date.parse(moment) / 1000;
}

function reply(status: number, body: unknown, headers: Record<string, string> = {}): StandInAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}
