import type { InferInput } from 'valibot';
import { parse } from 'valibot';
import type { Actor, Envelope, LifecycleEvent, Origin } from '#events/envelope.ts';
import type { TransactItem } from './aws/transaction.ts';
import { after, days, timeToLive } from './clock.ts';
import { newSalt } from './log-chain/salt.ts';
import { companyEventIndexKey, eventKey } from './table.ts';

/** How long an event stands in the logs. */
const kept = 365 * days;

export interface EventInput<E extends LifecycleEvent> {
  readonly id: string;
  readonly now: Date;
  readonly accountId: string;
  readonly companyId?: string | null;
  readonly actor: Actor;
  readonly origin: Origin;
  readonly data: InferInput<E['data']>;
}

/** Makes the envelope of an event; throws when its data does not fit its type's schema. */
function envelopeOf<E extends LifecycleEvent>(event: E, input: EventInput<E>): Envelope {
  return {
    id: input.id,
    type: event.type,
    version: event.version,
    occurredAt: input.now.toISOString(),
    accountId: input.accountId,
    companyId: input.companyId ?? null,
    actor: input.actor,
    origin: input.origin,
    data: parse(event.data, input.data),
  };
}

/**
 * The write that records an event, to be committed together with the change it tells of (principle 3). The
 * item is the outbox entry, the log line and the source of the mails.
 */
export function recordEvent<E extends LifecycleEvent>(
  tableName: string,
  event: E,
  input: EventInput<E>,
): TransactItem {
  const envelope = envelopeOf(event, input);
  return {
    Put: {
      TableName: tableName,
      Item: {
        ...eventKey(envelope.accountId, envelope.id),
        ...(envelope.companyId === null ? {} : companyEventIndexKey(envelope.companyId, envelope.id)),
        ...envelope,
        salt: newSalt(),
        expiresAtSeconds: timeToLive(after(input.now, kept)),
      },
    },
  };
}
