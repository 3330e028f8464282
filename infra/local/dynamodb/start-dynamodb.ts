import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import type { FaultMode } from '../stand-in-server.ts';
import { startEngine } from './engine.ts';
import type { Engine } from './engine.ts';
import { localClient } from './local-client.ts';
import { indexStream } from './stream-index.ts';
import { createRecordsTable, createTable } from './table.ts';

export interface DynamoDb {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  /** Of the engine's process, which is another one after it was down. */
  pid(): number;
  /** `down` ends the engine, `hang` stops it, `up` has it answer again at the same address. */
  fault(mode: FaultMode): Promise<void>;
  close(): Promise<void>;
}

export interface DynamoDbOptions {
  readonly stateDir: string;
  readonly tableName: string;
  /** Of the table of the product's records. */
  readonly recordsTableName: string;
}

/** Starts the engine on its file in the state directory, with the tables in it. */
export async function startDynamoDb({
  stateDir,
  tableName,
  recordsTableName,
}: DynamoDbOptions): Promise<DynamoDb> {
  const databaseFile = join(stateDir, 'dynamodb', 'table.sqlite');
  mkdirSync(join(stateDir, 'dynamodb'), { recursive: true });

  let mode: FaultMode = 'up';
  let closing = false;
  let engine: Engine;
  const launch = async (port?: number) => {
    const launched = await startEngine({ databaseFile, ...(port === undefined ? {} : { port }) });
    engine = launched;
    void launched.ended.then(() => {
      if (engine === launched && mode !== 'down' && !closing) {
        console.error('The DynamoDB engine ended by itself; it is started again.');
        void inTurn(() => launch(launched.port));
      }
    });
    return launched;
  };

  // One change of mode after the other, whoever asks.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work);
    turn = done.catch((error: unknown) => console.error('The DynamoDB engine did not follow:', error));
    return done;
  };

  const { endpoint, port } = await launch();
  const client = localClient(endpoint);
  await createTable(client, tableName);
  await createRecordsTable(client, recordsTableName);
  indexStream(databaseFile);

  const change = async (wanted: FaultMode) => {
    if (wanted === mode) return;
    const before = mode;
    mode = wanted;
    if (before === 'hang') engine.resume();
    if (before === 'down') await launch(port);
    if (wanted === 'hang') engine.pause();
    if (wanted === 'down') await engine.close();
  };

  return {
    endpoint,
    client,
    pid: () => engine.pid,
    fault: (wanted) => inTurn(() => change(wanted)),
    close: () =>
      inTurn(async () => {
        closing = true;
        client.destroy();
        await engine.close();
      }),
  };
}
