import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { paginateScan } from '@aws-sdk/client-dynamodb';

import { tableShape } from '#functions/shared/table.ts';

import type { Store, StoredThing } from './residue-routes.ts';

/** Every item of a table. */
export function tableStore(name: string, client: DynamoDBClient, tableName: string): Store {
  return async function* () {
    const pages = paginateScan({ client }, { TableName: tableName, ConsistentRead: true });
    for await (const { Items = [] } of pages) {
      for (const item of Items) {
        const { [tableShape.partitionKey]: pk, [tableShape.sortKey]: sk } = item;
        yield { where: `${name}: ${pk?.S ?? ''} / ${sk?.S ?? ''}`, text: JSON.stringify(item, unpacked) };
      }
    }
  };
}

/** What is packed (the IP list of a company) is looked into, too. */
function unpacked(_: string, value: unknown): unknown {
  return value instanceof Uint8Array && value[0] === 0x1f && value[1] === 0x8b
    ? gunzipSync(value).toString()
    : value;
}

/** The entries of each list in a JSON file: the users and tokens of Cognito. */
export function jsonStore(name: string, file: string): Store {
  return async function* () {
    const content: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof content !== 'object' || content === null) return;
    for (const [list, entries] of Object.entries(content)) {
      for (const entry of Array.isArray(entries) ? entries : [entries]) {
        yield { where: `${name}: ${list}`, text: JSON.stringify(entry) };
      }
    }
  };
}

/** Every file in a folder: mails, objects, messages of queues. */
export function folderStore(name: string, folder: string): Store {
  return async function* (): AsyncIterable<StoredThing> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      yield {
        where: `${name}: ${relative(folder, file)}`,
        text: await readFile(file, 'latin1').catch(() => ''),
      };
    }
  };
}
