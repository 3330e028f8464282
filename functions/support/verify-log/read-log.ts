import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { type PagedQuery, queryPages } from '#functions/shared/aws/query-pages.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Log } from '#functions/shared/log/read-events.ts';
import { type Line, lineSchema } from '#functions/shared/log-chain/line.ts';
import { type Head, headSchema, type Link, linkSchema } from '#functions/shared/log-chain/link.ts';
import {
  chainHeadKey,
  chainOf,
  companyEventIndexKey,
  eventKey,
  eventOfLink,
  linkKey,
  linkPrefix,
  tableShape,
} from '#functions/shared/table.ts';

/** What the log has of one event: its lines (one, unless somebody put in another) and its links. Null: not readable. */
export interface Entry {
  readonly eventId: string;
  readonly lines: readonly (Line | null)[];
  readonly links: readonly (Link | null)[];
}

/** A stored item under the event that its key names, whatever else it says. */
interface Stored<T> {
  readonly eventId: string;
  readonly value: T | null;
}

/** The end of a chain, read consistently; null where there is none, or none that can be read. */
export async function readChainHead(table: Table, log: Log): Promise<Head | null> {
  const { Item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: chainHeadKey(chainOf(log)), ConsistentRead: true }),
  );
  const head = v.safeParse(headSchema, Item);
  return head.success ? head.output : null;
}

/** Everything of a log, in the order of its events, a page at a time: memory holds two pages. */
export async function* readLog(table: Table, log: Log): AsyncGenerator<Entry> {
  const [lines, links] = [new Stream(linesOf(table, log)), new Stream(linksOf(table, log))];
  for (;;) {
    const ids = [(await lines.peek())?.eventId, (await links.peek())?.eventId];
    const [eventId] = ids.filter((id) => id !== undefined).toSorted();
    if (eventId === undefined) return;
    yield { eventId, lines: await lines.takeOf(eventId), links: await links.takeOf(eventId) };
  }
}

/** One event of a log, read again: for what looked wrong while others were writing. */
export async function readEntry(table: Table, log: Log, eventId: string): Promise<Entry> {
  const [lines, links] = [linesOf(table, log, eventId), linksOf(table, log, eventId)];
  return {
    eventId,
    lines: await new Stream(lines).takeOf(eventId),
    links: await new Stream(links).takeOf(eventId),
  };
}

function linesOf(table: Table, log: Log, eventId?: string): AsyncGenerator<Stored<Line>> {
  const one = eventId === undefined ? '' : ' AND #id = :id';
  const ofAccount = 'accountId' in log;
  const partition = ofAccount
    ? eventKey(log.accountId, '').pk
    : companyEventIndexKey(log.companyId, '').gsi1pk;
  const sortKey = ofAccount ? tableShape.sortKey : tableShape.indexSortKey;
  const read = { schema: lineSchema, eventOf: (item: Item) => String(item[sortKey]) };
  return pages(table, read, {
    // An index can't be read consistently.
    ...(ofAccount ? { ConsistentRead: true } : { IndexName: tableShape.indexName }),
    KeyConditionExpression: `#log = :log${one}`,
    ExpressionAttributeNames: {
      '#log': ofAccount ? tableShape.partitionKey : tableShape.indexPartitionKey,
      ...(eventId === undefined ? {} : { '#id': sortKey }),
    },
    ExpressionAttributeValues: { ':log': partition, ...(eventId === undefined ? {} : { ':id': eventId }) },
  });
}

function linksOf(table: Table, log: Log, eventId?: string): AsyncGenerator<Stored<Link>> {
  const chain = chainOf(log);
  const read = { schema: linkSchema, eventOf: ({ sk }: Item) => eventOfLink(String(sk)) };
  return pages(table, read, {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :chain AND begins_with(sk, :links)',
    ExpressionAttributeValues: {
      ':chain': chain,
      ':links': eventId === undefined ? linkPrefix : linkKey(chain, eventId).sk,
    },
  });
}

type Item = Record<string, unknown>;

async function* pages<T>(
  table: Table,
  read: { readonly schema: v.GenericSchema<unknown, T>; readonly eventOf: (item: Item) => string },
  query: PagedQuery,
): AsyncGenerator<Stored<T>> {
  for await (const items of queryPages(table, query)) {
    for (const item of items) {
      const value = v.safeParse(read.schema, item);
      yield { eventId: read.eventOf(item), value: value.success ? value.output : null };
    }
  }
}

/** Stored values, which can be looked at before they are taken. */
class Stream<T> {
  readonly #values: AsyncIterator<Stored<T>>;
  #next: Promise<IteratorResult<Stored<T>>> | undefined;

  constructor(values: AsyncIterable<Stored<T>>) {
    this.#values = values[Symbol.asyncIterator]();
  }

  async peek(): Promise<Stored<T> | undefined> {
    this.#next ??= this.#values.next();
    const result = await this.#next;
    return result.done === true ? undefined : result.value;
  }

  /** Takes what comes next, as long as it is of an event. */
  async takeOf(eventId: string): Promise<(T | null)[]> {
    const taken: (T | null)[] = [];
    for (;;) {
      const stored = await this.peek();
      if (stored?.eventId !== eventId) return taken;
      taken.push(stored.value);
      this.#next = undefined;
    }
  }
}
