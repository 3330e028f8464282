import { join } from 'node:path';

import type { SQSEvent } from 'aws-lambda';

import type { Clock } from '../clock.ts';
import { failedOf, toSqsEvent } from './batch-answer.ts';
import { openMessageStore } from './message-store.ts';
import type { Message } from './message-store.ts';

export interface QueueOptions {
  readonly name: string;
  /** A Lambda-like handler. Returns which messages failed; a throw fails the whole batch. */
  readonly consumer: (event: SQSEvent) => Promise<unknown>;
  readonly batchSize?: number;
  /** Batches handled at the same time. */
  readonly concurrency?: number;
  /** How often a message is handed out before it becomes a dead letter. */
  readonly maxReceives?: number;
  /** How long a batch may take before it counts as failed. In seconds. */
  readonly timeoutSeconds?: number;
  /** The waits before each further try, the last one for all that follow. In seconds. */
  readonly retrySeconds?: readonly [number, ...number[]];
}

export interface Queue {
  /** Resolves when the message is stored. */
  send(body: string): Promise<void>;
  /** How many were sent so far, by anybody. */
  sent(): number;
  /** Resolves when no message is being handled or could be; those that wait for their next try don't count. */
  idle(): Promise<void>;
  /** How many wait or are being handled. */
  waiting(): number;
  deadLetters(): readonly Message[];
  /** Puts a message among the dead letters, as somebody who sends to their queue does. */
  bury(body: string, attributes: Readonly<Record<string, string>>): Promise<void>;
  /** Sends all dead letters back into the queue, as if they had just come; gives how many. */
  redrive(): Promise<number>;
  /** Begins nothing new, and resolves when what is being handled has ended. */
  close(): Promise<void>;
}

/**
 * Much shorter at first than the visibility time-out of the deployed queue, which would keep people waiting for
 * minutes; in all long enough to outlive a short outage.
 */
const defaultWaits = [2, 10, 60, 180] as const;

/**
 * Opens a queue with SQS's and Lambda's semantics: at least once, in no promised order, failed messages again after
 * a wait, dead letters at last. A message leaves the disk when its consumer is done with it; one that was being
 * handled when the process was killed is handed out again at the next start.
 */
export async function openQueue(
  folder: string,
  clock: Pick<Clock, 'now' | 'onAdvance'>,
  options: QueueOptions,
): Promise<Queue> {
  const { name, consumer, batchSize = 10, concurrency = 5, maxReceives = 5, timeoutSeconds = 30 } = options;
  const waits = options.retrySeconds ?? defaultWaits;
  const store = await openMessageStore(join(folder, name));
  const dead = await openMessageStore(join(folder, `${name}-dead-letters`));

  /** When each message may be handed out; infinite while it is. Waits begin anew with the process. */
  const due = new Map<string, number>();
  for (const message of [...store.all()]) {
    if (message.receives >= maxReceives) await dead.take(message, store);
    else due.set(message.id, 0);
  }

  const running = new Set<Promise<void>>();
  let idleWaiters: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let sent = 0;

  const nextBatch = () => {
    const now = clock.now();
    const batch: Message[] = [];
    for (const message of store.all()) {
      if (batch.length === batchSize) break;
      if ((due.get(message.id) ?? Infinity) <= now) batch.push(message);
    }
    return batch;
  };

  const pump = () => {
    clearTimeout(timer);
    while (!closed && running.size < concurrency) {
      const batch = nextBatch();
      if (batch.length === 0) break;
      for (const { id } of batch) due.set(id, Infinity);
      const run = handle(batch).finally(() => {
        running.delete(run);
        pump();
      });
      running.add(run);
    }
    if (running.size === 0 && (closed || nextBatch().length === 0)) {
      for (const resolve of idleWaiters) resolve();
      idleWaiters = [];
    }
    // With every hand busy, whoever is done first looks again.
    if (closed || running.size === concurrency) return;
    const next = due.values().reduce((first, one) => Math.min(first, one), Infinity);
    if (Number.isFinite(next)) {
      timer = setTimeout(pump, Math.min(Math.max(next - clock.now(), 1), longestTimer));
    }
  };

  const handle = async (batch: readonly Message[]) => {
    let messages = batch;
    let failed = new Set(batch.map(({ id }) => id));
    try {
      messages = await Promise.all(batch.map((message) => store.received(message, clock.now())));
      failed = failedOf(await withTimeout(consumer(toSqsEvent(name, messages)), timeoutSeconds), messages);
    } catch (error) {
      console.error(`The consumer of the queue "${name}" failed:`, error);
    }
    await Promise.all(messages.map((message) => settle(message, failed.has(message.id)))).catch(
      (error: unknown) => console.error(`The queue "${name}" can't write its state:`, error),
    );
  };

  const settle = async (message: Message, failed: boolean) => {
    if (failed && message.receives < maxReceives) {
      const wait = waits[Math.min(message.receives, waits.length) - 1] ?? waits[0];
      due.set(message.id, clock.now() + wait * 1000);
      return;
    }
    due.delete(message.id);
    if (failed) {
      console.error(
        `A message of the queue "${name}" is a dead letter after ${message.receives} tries: ${message.id}`,
      );
      await dead.take(message, store);
    } else {
      await store.remove(message);
    }
  };

  const stopListening = clock.onAdvance(pump);
  setImmediate(pump);

  return {
    send: async (body) => {
      sent += 1;
      const message = await store.add(body, clock.now());
      due.set(message.id, clock.now());
      // What is sent together is handed out together.
      setImmediate(pump);
    },
    sent: () => sent,
    idle: () =>
      new Promise((resolve) => {
        idleWaiters.push(resolve);
        pump();
      }),
    waiting: () => due.size,
    deadLetters: () => [...dead.all()],
    bury: async (body, attributes) => {
      await dead.add(body, clock.now(), attributes);
    },
    redrive: async () => {
      const letters = [...dead.all()];
      for (const letter of letters) {
        await store.take(letter, dead);
        await store.renew(letter);
        due.set(letter.id, clock.now());
      }
      setImmediate(pump);
      return letters.length;
    },
    close: async () => {
      closed = true;
      clearTimeout(timer);
      stopListening();
      await Promise.all(running);
      pump();
    },
  };
}

/** The most milliseconds that a timer takes. */
const longestTimer = 2 ** 31 - 1;

/** The result of a consumer, or an error when it takes too long; what it still does then is nobody's business. */
async function withTimeout(result: Promise<unknown>, seconds: number): Promise<unknown> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`No result after ${seconds} s.`)), seconds * 1000);
  try {
    return await Promise.race([result, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
