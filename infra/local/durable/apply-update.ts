import { randomUUID } from 'node:crypto';

import * as v from 'valibot';

import type { Execution, Operation } from './execution.ts';

const details = v.optional(v.looseObject({}));

/** One update of a checkpoint, as the SDK sends it. */
export const updateSchema = v.object({
  Id: v.string(),
  ParentId: v.optional(v.string()),
  Name: v.optional(v.string()),
  Type: v.picklist(['EXECUTION', 'CONTEXT', 'STEP', 'WAIT', 'CALLBACK', 'CHAINED_INVOKE']),
  SubType: v.optional(v.string()),
  Action: v.picklist(['START', 'SUCCEED', 'FAIL', 'RETRY', 'CANCEL']),
  Payload: v.optional(v.string()),
  Error: details,
  ContextOptions: v.optional(v.object({ ReplayChildren: v.optional(v.boolean()) })),
  StepOptions: v.optional(v.object({ NextAttemptDelaySeconds: v.optional(v.number()) })),
  WaitOptions: v.optional(v.object({ WaitSeconds: v.optional(v.number()) })),
  CallbackOptions: v.optional(v.object({ TimeoutSeconds: v.optional(v.number()) })),
});
export type Update = v.InferOutput<typeof updateSchema>;

const inSeconds = (now: Date, seconds: number) => new Date(now.getTime() + seconds * 1000).toISOString();

/** Applies an update to an execution; gives the operation as it is then. Nothing that has ended begins anew. */
export function applyUpdate(execution: Execution, update: Update, now: Date): Operation {
  const index = execution.operations.findIndex(({ Id }) => Id === update.Id);
  const before = execution.operations[index] ?? begun(update, now);
  const after = changed(before, update, now);
  if (index === -1) execution.operations.push(after);
  else execution.operations[index] = after;
  return after;
}

function begun({ Id, ParentId, Name, Type, SubType, ...update }: Update, now: Date): Operation {
  return {
    Id,
    ...(ParentId === undefined ? {} : { ParentId }),
    ...(Name === undefined ? {} : { Name }),
    ...(SubType === undefined ? {} : { SubType }),
    Type,
    Status: 'STARTED',
    StartTimestamp: now.toISOString(),
    ...(Type === 'STEP' ? { StepDetails: { Attempt: 0 } } : {}),
    ...(Type === 'WAIT'
      ? { WaitDetails: { ScheduledEndTimestamp: inSeconds(now, update.WaitOptions?.WaitSeconds ?? 0) } }
      : {}),
    ...(Type === 'CALLBACK' ? callbackOf(update, now) : {}),
  };
}

function callbackOf({ CallbackOptions }: Pick<Update, 'CallbackOptions'>, now: Date) {
  const seconds = CallbackOptions?.TimeoutSeconds ?? 0;
  return {
    CallbackDetails: { CallbackId: randomUUID() },
    ...(seconds > 0 ? { timesOutAt: inSeconds(now, seconds) } : {}),
  };
}

function changed(operation: Operation, update: Update, now: Date): Operation {
  switch (update.Action) {
    case 'START':
      return operation.Status === 'READY' ? { ...operation, Status: 'STARTED' } : operation;
    case 'RETRY':
      return retried(operation, update, now);
    case 'SUCCEED':
      return ended(operation, 'SUCCEEDED', update, now);
    case 'FAIL':
      return ended(operation, 'FAILED', update, now);
    case 'CANCEL':
      return ended(operation, 'CANCELLED', update, now);
  }
}

function retried(operation: Operation, { Payload, Error, StepOptions }: Update, now: Date): Operation {
  const next = inSeconds(now, StepOptions?.NextAttemptDelaySeconds ?? 0);
  return {
    ...operation,
    Status: 'PENDING',
    StepDetails: {
      Attempt: (operation.StepDetails?.Attempt ?? 0) + 1,
      NextAttemptTimestamp: next,
      ...(Payload === undefined ? {} : { Result: Payload }),
      ...(Error === undefined ? {} : { Error }),
    },
  };
}

function ended(
  operation: Operation,
  Status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED',
  { Payload, Error, ContextOptions }: Update,
  now: Date,
): Operation {
  const result = {
    ...(Payload === undefined ? {} : { Result: Payload }),
    ...(Error === undefined ? {} : { Error }),
  };
  const replay = ContextOptions?.ReplayChildren;
  return {
    ...operation,
    Status,
    EndTimestamp: now.toISOString(),
    ...(operation.Type === 'STEP' ? { StepDetails: { ...operation.StepDetails, ...result } } : {}),
    ...(operation.Type === 'CONTEXT'
      ? { ContextDetails: { ...result, ...(replay === undefined ? {} : { ReplayChildren: replay }) } }
      : {}),
  };
}

/** Ends what is over by its time: waits, pauses between tries, callbacks. Gives the operations that changed. */
export function settleDue(execution: Execution, now: Date): Operation[] {
  const moment = now.toISOString();
  const settled: Operation[] = [];
  for (const [index, operation] of execution.operations.entries()) {
    const next = settle(operation, moment);
    if (next === null) continue;
    execution.operations[index] = next;
    settled.push(next);
  }
  return settled;
}

function settle(operation: Operation, now: string): Operation | null {
  const at = dueAt(operation);
  if (at === null || at > now) return null;
  if (operation.Type === 'STEP') return { ...operation, Status: 'READY' };
  return { ...operation, Status: operation.Type === 'WAIT' ? 'SUCCEEDED' : 'TIMED_OUT', EndTimestamp: now };
}

/** When something happens to an operation by itself; null when nothing does. */
export function dueAt({ Type, Status, WaitDetails, StepDetails, timesOutAt }: Operation): string | null {
  if (Type === 'WAIT' && Status === 'STARTED') return WaitDetails?.ScheduledEndTimestamp ?? null;
  if (Type === 'STEP' && Status === 'PENDING') return StepDetails?.NextAttemptTimestamp ?? null;
  if (Type === 'CALLBACK' && Status === 'STARTED') return timesOutAt ?? null;
  return null;
}
