import type { Table } from '../aws/table-client.ts';

/** The objects of recordings (audio), by their keys in the bucket. */
export interface RecordingObjects {
  readonly put: (key: string, bytes: Uint8Array) => Promise<void>;
  readonly read: (key: string) => Promise<Uint8Array | null>;
  /** Deletes up to 1,000 objects at once; those that are gone count as deleted. */
  readonly deleteMany: (keys: readonly string[]) => Promise<void>;
  /** The keys below a prefix, at most 1,000 of them. */
  readonly list: (prefix: string) => Promise<readonly string[]>;
}

/** What the records store is: the sibling table, and the bucket of recordings. */
export interface RecordsDeps {
  readonly records: Table;
  readonly recordings: RecordingObjects;
  /** Waits between tries, in milliseconds; the tests' clock stands in for it. */
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}
