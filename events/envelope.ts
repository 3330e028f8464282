import * as v from 'valibot';

/** Where a change came from, as the security log and mails tell it. Null for changes by a job. */
export const originSchema = v.nullable(
  v.object({
    ip: v.string(),
    browser: v.string(),
    os: v.string(),
    device: v.picklist(['desktop', 'mobile', 'tablet', 'other']),
  }),
);
export type Origin = v.InferOutput<typeof originSchema>;

/** Who made a change: the person, an operator of support, or the system. */
export const actorSchema = v.variant('kind', [
  v.object({ kind: v.literal('account'), accountId: v.string() }),
  v.object({ kind: v.literal('anonymous') }),
  v.object({ kind: v.literal('support'), operator: v.string(), reason: v.string() }),
  v.object({ kind: v.literal('system') }),
]);
export type Actor = v.InferOutput<typeof actorSchema>;

/**
 * What every event carries. `id` is a UUID of version 7, so that ids sort by time; `version` is that of the
 * type's data schema. `accountId` is the account that the event is about, `companyId` null where the event
 * concerns the person and no company.
 */
export const envelopeSchema = v.object({
  id: v.string(),
  type: v.string(),
  version: v.number(),
  occurredAt: v.pipe(v.string(), v.isoTimestamp()),
  accountId: v.string(),
  companyId: v.nullable(v.string()),
  actor: actorSchema,
  origin: originSchema,
  data: v.record(v.string(), v.unknown()),
});
export type Envelope = v.InferOutput<typeof envelopeSchema>;

/** The `source` of every event that Latchkey puts on the bus. */
export const eventSource = 'latchkey';

/** One type of lifecycle event: its name on the bus (`detail-type`) and the schema of its data. */
export interface LifecycleEvent {
  readonly type: `latchkey.${string}`;
  readonly version: number;
  readonly description: string;
  readonly data: v.GenericSchema<Record<string, unknown>>;
}

/** Declares a lifecycle event, keeping its literal types. */
export function defineEvent<const E extends LifecycleEvent>(event: E): E {
  return event;
}
