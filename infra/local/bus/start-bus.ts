import { join } from 'node:path';

import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';

import type { Clock } from '../clock.ts';
import type { BusEntry, BusEvent } from './bus-event.ts';
import { toBusEvent } from './bus-event.ts';
import { logEvent } from './event-log.ts';
import { openMessageStore } from './message-store.ts';
import type { Message } from './message-store.ts';
import { createPipe } from './pipe.ts';
import type { PipeOptions } from './pipe.ts';
import { openQueue } from './queue.ts';
import type { Queue, QueueOptions } from './queue.ts';
import { matches } from './rules.ts';
import type { Rule } from './rules.ts';
import { startStreamPoller } from './stream-poller.ts';
import { createStreamReader } from './stream-reader.ts';

export interface BusOptions {
  /** The checkpoint, the messages and the log are kept in `bus/` below it. */
  readonly stateDir: string;
  /** A client of the endpoint that has the table. */
  readonly streams: DynamoDBStreamsClient;
  readonly tableName: string;
  /** Turns stream records into envelopes: the handler of `functions/handlers/outbox.ts`. */
  readonly enrich: PipeOptions['enrich'];
  readonly rules: readonly Rule[];
  readonly queues: readonly QueueOptions[];
  readonly clock: Pick<Clock, 'now' | 'onAdvance'>;
}

export interface Bus {
  /** Puts an event on the bus; resolves with its id when every target has it. */
  put(entry: BusEntry): Promise<string>;
  /** Looks into the stream at once: worth calling after each request that may have written. */
  wake(): void;
  /**
   * Resolves when everything written or put before the call has been handled. Messages that failed and wait for
   * their next try are not waited for.
   */
  idle(): Promise<void>;
  /** The queues, for whoever sends to them without the bus. */
  readonly queues: ReadonlyMap<string, Queue>;
  /** Of a queue by its name, or of the pipe: `outbox`. */
  deadLetters(name: string): readonly Message[];
  close(): Promise<void>;
}

/** Starts stream, pipe, bus, rules and queues in this process, with the semantics that they have when deployed. */
export async function startBus(options: BusOptions): Promise<Bus> {
  const { streams, tableName, enrich, rules, clock } = options;
  const folder = join(options.stateDir, 'bus');
  const outboxDeadLetters = await openMessageStore(join(folder, 'outbox-dead-letters'));
  const queues = new Map<string, Queue>();
  for (const queue of options.queues) queues.set(queue.name, await openQueue(folder, clock, queue));

  const queueOf = (name: string): Queue => {
    const queue = queues.get(name);
    if (!queue) throw new Error(`There is no queue "${name}".`);
    return queue;
  };
  for (const { target } of rules) if (target !== 'log') queueOf(target.queue);

  let events = 0;
  /** Whatever came in: events, and messages that a consumer sent to a queue itself. */
  const moved = () => [...queues.values()].reduce((sum, queue) => sum + queue.sent(), events);
  const dispatch = async (event: BusEvent) => {
    for (const { pattern, target } of rules) {
      if (!matches(pattern, event)) continue;
      if (target === 'log') await logEvent(join(folder, 'events.log'), event);
      else await queueOf(target.queue).send(JSON.stringify(event));
    }
    events += 1;
  };

  const put = async (entry: BusEntry) => {
    const event = toBusEvent(entry, new Date(clock.now()));
    await dispatch(event);
    return event.id;
  };
  const poller = startStreamPoller({
    read: createStreamReader({ client: streams, tableName, checkpointFile: join(folder, 'checkpoint.json') }),
    deliver: createPipe({
      enrich,
      put: async (envelope) => {
        await put({ detailType: envelope.type, detail: envelope });
      },
      deadLetters: outboxDeadLetters,
      clock,
    }),
  });

  return {
    put,
    queues,
    wake: () => poller.wake(),
    idle: async () => {
      // A consumer may write events of its own: it is over when a round brought none.
      for (let before = -1; before !== moved();) {
        before = moved();
        await poller.caughtUp();
        await Promise.all([...queues.values()].map((queue) => queue.idle()));
      }
    },
    deadLetters: (name) => (name === 'outbox' ? [...outboxDeadLetters.all()] : queueOf(name).deadLetters()),
    close: async () => {
      await poller.close();
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
}
