import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import * as v from 'valibot';

import { filesIn, writeWhole } from '../whole-files.ts';

const messageSchema = v.object({
  id: v.string(),
  /** Position in the queue. */
  sequence: v.number(),
  body: v.string(),
  /** Epoch milliseconds. */
  sentAt: v.number(),
  firstReceivedAt: v.nullable(v.number()),
  /** How often it was handed to a consumer. */
  receives: v.number(),
  /** Beside the body: why a message was refused. */
  attributes: v.optional(v.record(v.string(), v.string()), {}),
});
export type Message = v.InferOutput<typeof messageSchema>;

/** Messages in a folder, one file each, so that a kill loses none. */
export interface MessageStore {
  /** Resolves when the message is in its file. */
  add(body: string, sentAt: number, attributes?: Readonly<Record<string, string>>): Promise<Message>;
  /** Writes down that a message was received once more. */
  received(message: Message, at: number): Promise<Message>;
  remove(message: Message): Promise<void>;
  /** Moves a message here from another store, in one step. */
  take(message: Message, from: MessageStore): Promise<void>;
  /** Writes down that a message begins anew, as if it had never been received. */
  renew(message: Message): Promise<Message>;
  /** In the order in which they came. */
  all(): Iterable<Message>;
  readonly folder: string;
}

/** Opens a folder of messages, with those that an earlier process left in it. */
export async function openMessageStore(folder: string): Promise<MessageStore> {
  await mkdir(folder, { recursive: true });
  // Files come in the order of their names, which begin with the sequence, and a map keeps the order.
  const messages = new Map<string, Message>();
  for (const file of await filesIn(folder)) {
    const message = v.parse(messageSchema, JSON.parse(await readFile(file, 'utf8')));
    messages.set(message.id, message);
  }
  let next = ([...messages.values()].at(-1)?.sequence ?? 0) + 1;

  const write = async (message: Message) => {
    await writeWhole(fileIn(folder, message), JSON.stringify(message));
    messages.set(message.id, message);
    return message;
  };

  return {
    folder,
    add: (body, sentAt, attributes = {}) => {
      const sequence = next;
      next += 1;
      const message = { id: randomUUID(), sequence, body, sentAt, firstReceivedAt: null, receives: 0 };
      return write({ ...message, attributes });
    },
    received: (message, at) =>
      write({
        ...message,
        firstReceivedAt: message.firstReceivedAt ?? at,
        receives: message.receives + 1,
      }),
    remove: async (message) => {
      await rm(fileIn(folder, message), { force: true });
      messages.delete(message.id);
    },
    take: async (message, from) => {
      await rename(fileIn(from.folder, message), fileIn(folder, message));
      messages.set(message.id, message);
      await from.remove(message);
    },
    renew: (message) => write({ ...message, firstReceivedAt: null, receives: 0 }),
    all: () => messages.values(),
  };
}

function fileIn(folder: string, { sequence, id }: Message): string {
  return join(folder, `${String(sequence).padStart(12, '0')}-${id}.json`);
}
