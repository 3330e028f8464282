import { randomUUID } from 'node:crypto';

import { eventSource } from '#events/envelope.ts';

/** An event as EventBridge hands it to targets. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** To the second, as EventBridge writes it. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What somebody puts on the bus. */
export interface BusEntry {
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** Default: Latchkey's own. */
  readonly source?: string;
}

/** EventBridge's limit for an entry. In bytes. */
const longestEntry = 256 * 1024;

/** Makes the event of an entry; throws when it is longer than EventBridge takes. */
export function toBusEvent({ detailType, detail, source = eventSource }: BusEntry, now: Date): BusEvent {
  if (Buffer.byteLength(JSON.stringify(detail)) > longestEntry) {
    throw new RangeError(
      `An event of type ${detailType} is longer than the ${longestEntry} bytes the bus takes.`,
    );
  }
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': detailType,
    source,
    account: '000000000000',
    time: now.toISOString().replace(/\.\d+Z$/, 'Z'),
    region: 'us-east-1',
    resources: [],
    detail,
  };
}
