import * as v from 'valibot';

import { envelopeSchema } from '#events/envelope.ts';
import type { Envelope } from '#events/envelope.ts';
import { eventPartitionPrefix, tableShape } from '#functions/shared/table.ts';

import type { Clock } from '../clock.ts';
import type { MessageStore } from './message-store.ts';
import type { ItemChange } from './stream-record.ts';
import { wait } from './wait.ts';

export interface PipeOptions {
  /** Turns stream records into envelopes. */
  readonly enrich: (changes: ItemChange[]) => Promise<unknown>;
  /** Resolves when every target of the event has it. */
  readonly put: (envelope: Envelope) => Promise<void>;
  readonly deadLetters: MessageStore;
  readonly clock: Pick<Clock, 'now' | 'onAdvance'>;
  /** How often a record that fails by itself is tried again before it becomes a dead letter. */
  readonly retries?: number;
}

/** PutEvents takes ten entries. */
const batchSize = 10;
const shortestWait = 100;
const longestWait = 10_000;

/** The pipe's filter: new event items, and nothing else of what changes in the table. */
function isNewEvent({ eventName, dynamodb }: ItemChange): boolean {
  const partition = dynamodb.Keys[tableShape.partitionKey]?.S ?? '';
  return eventName === 'INSERT' && partition.startsWith(eventPartitionPrefix);
}

/**
 * Carries new event items to the bus, in order, as the deployed pipe does: what fails is tried again, while everything
 * behind it waits; a batch that fails is halved until the one bad record stands alone.
 */
export function createPipe({ enrich, put, deadLetters, clock, retries = 60 }: PipeOptions) {
  const carry = async (changes: readonly ItemChange[]) => {
    const envelopes = v.parse(v.array(envelopeSchema), await enrich(structuredClone([...changes])));
    for (const envelope of envelopes) await put(envelope);
  };

  const deliver = async (changes: readonly ItemChange[], signal: AbortSignal): Promise<void> => {
    for (let failures = 0; ;) {
      signal.throwIfAborted();
      try {
        await carry(changes);
        return;
      } catch (error) {
        failures += 1;
        if (changes.length > 1) {
          const middle = Math.ceil(changes.length / 2);
          await deliver(changes.slice(0, middle), signal);
          await deliver(changes.slice(middle), signal);
          return;
        }
        const place = changes[0]?.dynamodb.SequenceNumber ?? '';
        if (failures === 1) console.error(`The pipe can't carry record ${place}; trying on:`, error);
        if (failures > retries) {
          console.error(`The pipe's record ${place} is a dead letter.`);
          await deadLetters.add(JSON.stringify(changes), clock.now());
          return;
        }
        await wait(Math.min(shortestWait * 2 ** (failures - 1), longestWait), clock, signal);
      }
    }
  };

  return async (changes: readonly ItemChange[], signal: AbortSignal): Promise<void> => {
    const events = changes.filter(isNewEvent);
    for (let start = 0; start < events.length; start += batchSize) {
      await deliver(events.slice(start, start + batchSize), signal);
    }
  };
}
