import { createHash } from 'node:crypto';
import { open, readdir, mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

import * as v from 'valibot';

import { filesIn, readIfThere, writeWhole } from '../whole-files.ts';
import { S3Error } from './wire.ts';

const storedObjectSchema = v.object({
  key: v.string(),
  size: v.number(),
  /** With its quotation marks. */
  etag: v.string(),
  lastModified: v.pipe(v.string(), v.isoTimestamp()),
  /** Headers that S3 gives back as they came: type, caching, `x-amz-meta-…`, checksum. By lower-case name. */
  headers: v.record(v.string(), v.string()),
});
export type StoredObject = v.InferOutput<typeof storedObjectSchema>;

export interface ObjectStore {
  /** Resolves when the object is in its file; false when `onlyNew` and there is one already. */
  put(
    bucket: string,
    key: string,
    content: Buffer,
    headers: Record<string, string>,
    onlyNew: boolean,
  ): Promise<StoredObject | false>;
  get(bucket: string, key: string): Promise<{ object: StoredObject; content: Buffer } | undefined>;
  delete(bucket: string, key: string): Promise<void>;
  /** What a bucket holds, in the order of the keys' UTF-8 bytes; undefined when there is no such bucket. */
  objects(bucket: string): StoredObject[] | undefined;
  buckets(): string[];
}

/** Where the first line of an object's file ends at the latest. In bytes. */
const longestDescription = 64 * 1024;

/**
 * Opens a folder of buckets. An object is one file, so that it is replaced as a whole: a line of JSON that describes
 * it, then its content. The file's name is a hash of the key, which can therefore be any text and lead nowhere else.
 * With `fixed`, these are the only buckets; else the first object makes its bucket.
 */
export async function openObjectStore(
  folder: string,
  now: () => Date,
  fixed?: readonly string[],
): Promise<ObjectStore> {
  for (const bucket of fixed ?? []) await mkdir(folderOf(folder, bucket), { recursive: true });
  const buckets = await load(folder);

  // One write after the other, so that memory and files agree on who was last.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(write: () => Promise<T>): Promise<T> => {
    const done = turn.then(write);
    turn = done.catch(() => undefined);
    return done;
  };

  return {
    put: (bucket, key, content, headers, onlyNew) =>
      inTurn(async () => {
        const held = buckets.get(bucket);
        if (fixed && !held) throw new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist.');
        if (onlyNew && held?.has(key) === true) return false;
        const etag = `"${createHash('md5').update(content).digest('hex')}"`;
        const lastModified = now().toISOString();
        const object: StoredObject = { key, size: content.length, etag, lastModified, headers };
        const file = join(folderOf(folder, bucket), fileName(key));
        await writeWhole(file, Buffer.concat([Buffer.from(`${JSON.stringify(object)}\n`), content]));
        buckets.set(bucket, (held ?? new Map<string, StoredObject>()).set(key, object));
        return object;
      }),
    get: async (bucket, key) => {
      if (buckets.get(bucket)?.has(key) !== true) return undefined;
      const file = await readIfThere(join(folderOf(folder, bucket), fileName(key)));
      if (!file) return undefined;
      const end = file.indexOf('\n');
      return { object: parse(file.subarray(0, end)), content: file.subarray(end + 1) };
    },
    delete: (bucket, key) =>
      inTurn(async () => {
        await rm(join(folderOf(folder, bucket), fileName(key)), { force: true });
        buckets.get(bucket)?.delete(key);
      }),
    objects: (bucket) => {
      const held = buckets.get(bucket);
      if (!held) return undefined;
      return [...held.values()].sort((one, other) =>
        Buffer.compare(Buffer.from(one.key), Buffer.from(other.key)),
      );
    },
    buckets: () => [...buckets.keys()],
  };
}

function folderOf(folder: string, bucket: string): string {
  if (!/^[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/.test(bucket)) {
    throw new S3Error(400, 'InvalidBucketName', 'The specified bucket is not valid.');
  }
  return join(folder, bucket);
}

function fileName(key: string): string {
  if (Buffer.byteLength(key) > 1024) throw new S3Error(400, 'KeyTooLongError', 'Your key is too long.');
  return createHash('sha256').update(key).digest('hex');
}

async function load(folder: string): Promise<Map<string, Map<string, StoredObject>>> {
  await mkdir(folder, { recursive: true });
  const buckets = new Map<string, Map<string, StoredObject>>();
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const objects = new Map<string, StoredObject>();
    for (const file of await filesIn(join(folder, entry.name))) {
      const object = await describe(file);
      if (fileName(object.key) !== basename(file)) throw new Error(`${file} holds another object.`);
      objects.set(object.key, object);
    }
    buckets.set(entry.name, objects);
  }
  return buckets;
}

async function describe(file: string): Promise<StoredObject> {
  await using handle = await open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(longestDescription), 0, longestDescription, 0);
  const end = buffer.subarray(0, bytesRead).indexOf('\n');
  return parse(buffer.subarray(0, end));
}

function parse(line: Buffer): StoredObject {
  return v.parse(storedObjectSchema, JSON.parse(line.toString()));
}
