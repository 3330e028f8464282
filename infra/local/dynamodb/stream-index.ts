import { DatabaseSync } from 'node:sqlite';

/**
 * Gives the engine the index that its own query for the next sequence number lacks: without it each write to a table
 * with a stream reads the whole stream, and they get slower with every one.
 */
export function indexStream(databaseFile: string): void {
  const database = new DatabaseSync(databaseFile);
  try {
    database.exec(`
      PRAGMA busy_timeout = 2000;
      CREATE INDEX IF NOT EXISTS latchkey_stream_order
        ON _stream_records (table_name, CAST(sequence_number AS INTEGER));
    `);
  } finally {
    database.close();
  }
}
