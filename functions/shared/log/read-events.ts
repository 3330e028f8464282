import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { type Envelope, envelopeSchema } from '#events/envelope.ts';
import { parse } from 'valibot';
import type { Table } from '../aws/table-client.ts';
import { companyEventIndexKey, eventKey, tableShape } from '../table.ts';

/** Whose log: an account's, or a company's, which is read from the index. */
export type Log = { readonly accountId: string } | { readonly companyId: string };

export interface EventsAsked {
  /** Which events belong into the log, and match its filter. */
  readonly accepts: (event: Envelope) => boolean;
  /** From this moment on, and before that one. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** The event after which (that is, before which in time) the page begins. */
  readonly after: string | undefined;
  readonly size: number;
}

export interface EventPage {
  /** Newest first. */
  readonly events: readonly Envelope[];
  /** The event after which the next page begins; null at the end. A page may be short, and still have a next one. */
  readonly next: string | null;
}

/** At most this many queries for a page: a filter that matches little answers with a short page, not with a wait. */
const mostTrips = 8;
const eventsPerTrip = 1000;

/** Reads a page of a log: one query, and further ones only where the filter leaves most events out. */
export async function readEvents(table: Table, log: Log, asked: EventsAsked): Promise<EventPage> {
  const found: Envelope[] = [];
  let after = asked.after;
  for (let trip = 0; trip < mostTrips; trip += 1) {
    const limit = trip === 0 ? Math.min(2 * asked.size, eventsPerTrip) : eventsPerTrip;
    const { Items = [], LastEvaluatedKey } = await table.client.send(
      new QueryCommand({ ...queryOf(table, log, after), Limit: limit, ScanIndexForward: false }),
    );
    for (const item of Items) {
      const event = parse(envelopeSchema, item);
      if (isWithin(event, asked) && asked.accepts(event)) {
        if (found.length === asked.size) return { events: found, next: found.at(-1)?.id ?? null };
        found.push(event);
      }
      after = event.id;
    }
    if (LastEvaluatedKey === undefined) return { events: found, next: null };
  }
  return { events: found, next: after ?? null };
}

function isWithin({ occurredAt }: Envelope, { from, to }: EventsAsked): boolean {
  return (from === undefined || occurredAt >= from) && (to === undefined || occurredAt < to);
}

// Ids sort by time, so a page begins below the last id of the one before it.
function queryOf(table: Table, log: Log, after: string | undefined): QueryCommandInput {
  const ofAccount = 'accountId' in log;
  const partition = ofAccount
    ? eventKey(log.accountId, '').pk
    : companyEventIndexKey(log.companyId, '').gsi1pk;
  const names = ofAccount
    ? { '#partition': tableShape.partitionKey, '#id': tableShape.sortKey }
    : { '#partition': tableShape.indexPartitionKey, '#id': tableShape.indexSortKey };
  return {
    TableName: table.name,
    // An index can't be read consistently.
    ...(ofAccount ? { ConsistentRead: true } : { IndexName: tableShape.indexName }),
    KeyConditionExpression: '#partition = :log AND #id < :after',
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: { ':log': partition, ':after': after ?? '~' },
  };
}
