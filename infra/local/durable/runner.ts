import { randomUUID } from 'node:crypto';

import type { Clock } from '../clock.ts';
import { applyUpdate, dueAt, settleDue } from './apply-update.ts';
import type { Update } from './apply-update.ts';
import { executionStore } from './execution.ts';
import type { Execution, Operation } from './execution.ts';
import { parseOutput } from './invocation-output.ts';
import type { InvocationOutput } from './invocation-output.ts';

/** A durable function: what Lambda hands to the handler that `withDurableExecution` makes, and what that gives. */
export type DurableHandler = (event: unknown, context: unknown) => Promise<unknown>;

export interface RunnerOptions {
  readonly folder: string;
  readonly clock: Pick<Clock, 'now' | 'onAdvance'>;
}

/** How long a function may run, in milliseconds: as it is deployed. */
const timeout = 15 * 60_000;
/** How long it is waited after an invocation that threw, in milliseconds: twice as long each time, so many at most. */
const longestPause = 60_000;
/** Node's timers can't wait for longer. */
const longestTimer = 2 ** 31 - 1;

/**
 * Runs durable executions as Lambda does: invokes the function, keeps what it checkpoints, and when it is pending
 * invokes it again as soon as something has happened: a wait is over, a callback was answered. An execution that a
 * killed process left goes on at the next start.
 */
export async function startRunner({ folder, clock }: RunnerOptions) {
  const store = executionStore(folder);
  const executions = new Map((await store.all()).map((execution) => [execution.arn, execution]));
  const handlers = new Map<string, DurableHandler>();
  const running = new Map<string, Promise<void>>();
  const timers = new Map<string, NodeJS.Timeout>();
  let closed = false;
  const now = () => new Date(clock.now());

  const wake = (execution: Execution) => {
    if (closed || execution.status !== 'RUNNING' || running.has(execution.arn)) return;
    const handler = handlers.get(execution.functionName);
    if (handler === undefined) return;
    clearTimeout(timers.get(execution.arn));
    settleDue(execution, now());
    const run = invoke(execution, handler).finally(() => {
      running.delete(execution.arn);
      arrange(execution);
    });
    running.set(execution.arn, run);
  };

  /** Invokes once something has happened to the execution by itself. */
  const arrange = (execution: Execution) => {
    if (closed || execution.status !== 'RUNNING') return;
    const ready = execution.operations.some(({ Type, Status }) => Type === 'STEP' && Status === 'READY');
    const moments = execution.operations.map(dueAt).filter((moment) => moment !== null);
    const next = moments.toSorted()[0];
    const pause = execution.faults === 0 ? 0 : Math.min(1000 * 2 ** execution.faults, longestPause);
    if (next === undefined && !ready && execution.faults === 0 && !touched.has(execution.arn)) return;
    const wait =
      next === undefined || ready || touched.has(execution.arn) ? 0 : Date.parse(next) - clock.now();
    // After a fault it is invoked again, whatever else it waits for.
    const delay = execution.faults === 0 ? wait : pause;
    const timer = setTimeout(() => wake(execution), Math.min(Math.max(delay, 0), longestTimer));
    timer.unref();
    timers.set(execution.arn, timer);
  };

  /** Executions that something has happened to from outside, while they were being invoked. */
  const touched = new Set<string>();

  const invoke = async (execution: Execution, handler: DurableHandler): Promise<void> => {
    touched.delete(execution.arn);
    execution.token += 1;
    store.save(execution);
    const deadline = Date.now() + timeout;
    const context = {
      awsRequestId: randomUUID(),
      functionName: execution.functionName,
      getRemainingTimeInMillis: () => Math.max(deadline - Date.now(), 0),
    };
    const output = await handler(eventOf(execution), context).then(
      parseOutput,
      (error: unknown): InvocationOutput => {
        console.error(`The durable function ${execution.functionName} failed, and is invoked again:`, error);
        return { Status: 'THREW' };
      },
    );
    finish(execution, output);
  };

  const finish = (execution: Execution, { Status }: InvocationOutput) => {
    execution.faults = Status === 'THREW' ? execution.faults + 1 : 0;
    if (Status === 'SUCCEEDED' || Status === 'FAILED') {
      execution.status = Status;
      execution.endedAt = now().toISOString();
      if (Status === 'FAILED') console.error(`The durable execution ${execution.name} failed for good.`);
    }
    if (!closed) store.save(execution);
  };

  const wakeDue = () => {
    for (const execution of executions.values()) {
      if (settleDue(execution, now()).length === 0) continue;
      touched.add(execution.arn);
      wake(execution);
    }
  };
  const leave = clock.onAdvance(wakeDue);

  return {
    /** Names the functions; what an earlier process left goes on now. */
    attach(named: ReadonlyMap<string, DurableHandler>): void {
      for (const [name, handler] of named) handlers.set(name, handler);
      for (const execution of executions.values()) wake(execution);
    },

    /** Starts an execution, unless there is one of that name: then it is the same if its input is. */
    start(
      functionName: string,
      name: string,
      input: string,
    ): { arn: string } | 'other-input' | 'no-function' {
      if (!handlers.has(functionName)) return 'no-function';
      const arn = `arn:aws:lambda:local:000000000000:function:${functionName}:$LATEST/durable-execution/${name}/1`;
      const earlier = executions.get(arn);
      if (earlier !== undefined) return earlier.input === input ? { arn } : 'other-input';
      const startedAt = now().toISOString();
      const operations: Operation[] = [
        {
          Id: randomUUID(),
          Type: 'EXECUTION',
          Status: 'STARTED',
          StartTimestamp: startedAt,
          ExecutionDetails: { InputPayload: input },
        },
      ];
      const execution: Execution = {
        arn,
        name,
        functionName,
        input,
        status: 'RUNNING',
        startedAt,
        token: 0,
        faults: 0,
        operations,
      };
      executions.set(arn, execution);
      store.save(execution);
      wake(execution);
      return { arn };
    },

    /** Keeps a checkpoint; null when its token is not the newest. Gives the next token and what has changed. */
    checkpoint(
      arn: string,
      token: string,
      updates: readonly Update[],
    ): { token: string; changed: Operation[] } | null {
      const execution = executions.get(arn);
      if (execution?.status !== 'RUNNING' || token !== String(execution.token)) return null;
      const changed = new Map<string, Operation>();
      for (const update of updates) {
        if (update.Type === 'EXECUTION') continue;
        const operation = applyUpdate(execution, update, now());
        changed.set(operation.Id, operation);
      }
      for (const operation of [...settleDue(execution, now()), ...outside(execution)]) {
        changed.set(operation.Id, operation);
      }
      execution.token += 1;
      store.save(execution);
      return { token: String(execution.token), changed: [...changed.values()] };
    },

    operationsOf: (arn: string): Operation[] | null => executions.get(arn)?.operations ?? null,

    /** Answers a callback; false when nobody waits for it. */
    answer(callbackId: string, result: string | undefined): boolean {
      for (const execution of executions.values()) {
        const index = execution.operations.findIndex(
          ({ CallbackDetails, Status }) => CallbackDetails?.CallbackId === callbackId && Status === 'STARTED',
        );
        const operation = execution.operations[index];
        if (operation?.CallbackDetails === undefined || execution.status !== 'RUNNING') continue;
        execution.operations[index] = {
          ...operation,
          Status: 'SUCCEEDED',
          EndTimestamp: now().toISOString(),
          CallbackDetails: {
            ...operation.CallbackDetails,
            ...(result === undefined ? {} : { Result: result }),
          },
        };
        store.save(execution);
        touched.add(execution.arn);
        wake(execution);
        return true;
      }
      return false;
    },

    /** Resolves when no function is running. */
    idle: async () => {
      while (running.size > 0) await Promise.all(running.values());
    },

    close: async () => {
      closed = true;
      leave();
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.race([
        Promise.all(running.values()),
        new Promise((resolve) => setTimeout(resolve, 2000).unref()),
      ]);
    },
  };
}

export type Runner = Awaited<ReturnType<typeof startRunner>>;

/** What was answered from outside is told with the next checkpoint. */
function outside(execution: Execution): Operation[] {
  return execution.operations.filter(({ Type, Status }) => Type === 'CALLBACK' && Status === 'SUCCEEDED');
}

function eventOf(execution: Execution) {
  return {
    DurableExecutionArn: execution.arn,
    CheckpointToken: String(execution.token),
    InitialExecutionState: { Operations: structuredClone(execution.operations) },
  };
}
