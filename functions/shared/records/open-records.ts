import { setTimeout as sleep } from 'node:timers/promises';
import { clientSettings } from '../aws/client-settings.ts';
import type { RecordsDeps } from './deps.ts';
import { openRecordsTable } from './open-records-table.ts';
import { recordingObjects } from './recording-objects.ts';

/** Opens the records store of a stage, by the names of its table and of its bucket of recordings. */
export function openRecords(tableName: string, bucket: string): RecordsDeps {
  return {
    records: openRecordsTable(tableName),
    recordings: recordingObjects({ ...clientSettings(), forcePathStyle: true }, bucket),
    sleep,
  };
}
