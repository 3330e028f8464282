import { setTimeout as sleep } from 'node:timers/promises';

import { openTable } from '#functions/shared/aws/table-client.ts';
import type { RecordingObjects, RecordsDeps } from '#functions/shared/records/deps.ts';
import { startTestRecordsTable } from './local-table.ts';

/** Recordings in memory, as the bucket would keep them. */
export function memoryRecordings(): RecordingObjects & { readonly stored: Map<string, Uint8Array> } {
  const stored = new Map<string, Uint8Array>();
  return {
    stored,
    put: (key, bytes) => Promise.resolve(void stored.set(key, bytes)),
    read: (key) => Promise.resolve(stored.get(key) ?? null),
    deleteMany: (keys) => {
      for (const key of keys) stored.delete(key);
      return Promise.resolve();
    },
    list: (prefix) =>
      Promise.resolve([...stored.keys()].filter((key) => key.startsWith(prefix)).slice(0, 1000)),
  };
}

/** The records store over a real, empty local table. */
export async function startTestRecords(): Promise<
  RecordsDeps & { readonly recordings: ReturnType<typeof memoryRecordings> }
> {
  const { client, tableName } = await startTestRecordsTable();
  return { records: openTable(tableName, client), recordings: memoryRecordings(), sleep };
}
