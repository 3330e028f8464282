import * as v from 'valibot';

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { readStateFile, writeStateFile } from '../state-file.ts';

const timestamp = v.pipe(v.string(), v.isoTimestamp());
const errorSchema = v.looseObject({});

/** An operation of a durable execution, as Lambda keeps it: what `GetDurableExecutionState` answers with. */
const operationSchema = v.object({
  Id: v.string(),
  ParentId: v.optional(v.string()),
  Name: v.optional(v.string()),
  Type: v.picklist(['EXECUTION', 'CONTEXT', 'STEP', 'WAIT', 'CALLBACK', 'CHAINED_INVOKE']),
  SubType: v.optional(v.string()),
  Status: v.picklist(['STARTED', 'PENDING', 'READY', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'CANCELLED']),
  StartTimestamp: timestamp,
  EndTimestamp: v.optional(timestamp),
  ExecutionDetails: v.optional(v.object({ InputPayload: v.optional(v.string()) })),
  ContextDetails: v.optional(
    v.object({
      Result: v.optional(v.string()),
      Error: v.optional(errorSchema),
      ReplayChildren: v.optional(v.boolean()),
    }),
  ),
  StepDetails: v.optional(
    v.object({
      Attempt: v.optional(v.number()),
      NextAttemptTimestamp: v.optional(timestamp),
      Result: v.optional(v.string()),
      Error: v.optional(errorSchema),
    }),
  ),
  WaitDetails: v.optional(v.object({ ScheduledEndTimestamp: timestamp })),
  CallbackDetails: v.optional(
    v.object({
      CallbackId: v.string(),
      Result: v.optional(v.string()),
      Error: v.optional(errorSchema),
    }),
  ),
  /** Our own note beside Lambda's fields: when a callback times out. */
  timesOutAt: v.optional(timestamp),
});
export type Operation = v.InferOutput<typeof operationSchema>;

export const executionSchema = v.object({
  arn: v.string(),
  name: v.string(),
  functionName: v.string(),
  input: v.string(),
  status: v.picklist(['RUNNING', 'SUCCEEDED', 'FAILED']),
  startedAt: timestamp,
  endedAt: v.optional(timestamp),
  /** Raised by every checkpoint and invocation: an earlier invocation can't write any more. */
  token: v.number(),
  /** Invocations that threw since one that didn't: each waits for longer. */
  faults: v.number(),
  operations: v.array(operationSchema),
});
export type Execution = v.InferOutput<typeof executionSchema>;

/** The executions in a folder, a file each, so that they go on after a kill. */
export interface ExecutionStore {
  save(execution: Execution): void;
  all(): Promise<Execution[]>;
}

/** Opens a folder of executions. */
export function executionStore(folder: string): ExecutionStore {
  const fileOf = (name: string) => join(folder, `${encodeURIComponent(name)}.json`);
  return {
    save: (execution) => writeStateFile(fileOf(execution.name), execution),
    all: async () => {
      const files = await readdir(folder).catch(() => []);
      return files
        .filter((file) => file.endsWith('.json'))
        .flatMap((file) => readStateFile(join(folder, file), executionSchema) ?? []);
    },
  };
}
