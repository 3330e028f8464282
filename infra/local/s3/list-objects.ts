import * as v from 'valibot';

import type { StandInAnswer } from '../stand-in-server.ts';
import { element, textElement } from '../xml.ts';
import type { StoredObject } from './object-store.ts';
import { document, S3Error } from './wire.ts';

/** Where a page ended: after a key, or after all keys below a common prefix. */
const tokenSchema = v.pipe(
  v.string(),
  v.transform((text) => Buffer.from(text, 'base64url').toString()),
  v.parseJson(),
  v.object({ after: v.string(), below: v.boolean() }),
);
type Place = v.InferOutput<typeof tokenSchema>;

type Entry = { readonly prefix: string } | { readonly object: StoredObject };

/** `ListObjectsV2` over the objects of a bucket, which are in the order of their keys. */
export function listObjects(
  bucket: string,
  objects: readonly StoredObject[],
  query: URLSearchParams,
): StandInAnswer {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const limit = Math.min(wholeNumber(query.get('max-keys') ?? '1000'), 1000);
  const encode = query.get('encoding-type') === 'url' ? encodeURIComponent : (text: string) => text;

  const remaining = entries(objects, prefix, delimiter, startOf(query));
  const page = remaining.slice(0, limit);
  const last = page.at(-1);
  const next = remaining.length > page.length && last ? tokenOf(last) : undefined;

  return document('ListBucketResult', [
    textElement('Name', bucket),
    textElement('Prefix', encode(prefix)),
    ...(delimiter === '' ? [] : [textElement('Delimiter', encode(delimiter))]),
    textElement('MaxKeys', limit),
    textElement('KeyCount', page.length),
    textElement('IsTruncated', remaining.length > page.length),
    ...(next === undefined ? [] : [textElement('NextContinuationToken', next)]),
    ...page.map((entry) =>
      'prefix' in entry
        ? element('CommonPrefixes', [textElement('Prefix', encode(entry.prefix))])
        : element('Contents', [
            textElement('Key', encode(entry.object.key)),
            textElement('LastModified', entry.object.lastModified),
            textElement('ETag', entry.object.etag),
            textElement('Size', entry.object.size),
            textElement('StorageClass', 'STANDARD'),
          ]),
    ),
  ]);
}

function entries(objects: readonly StoredObject[], prefix: string, delimiter: string, start: Place): Entry[] {
  const found: Entry[] = [];
  let common: string | undefined;
  for (const object of objects) {
    const { key } = object;
    if (!key.startsWith(prefix) || isBefore(key, start)) continue;
    if (common !== undefined && key.startsWith(common)) continue;
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    if (cut < 0) {
      found.push({ object });
    } else {
      common = key.slice(0, cut + delimiter.length);
      found.push({ prefix: common });
    }
  }
  return found;
}

function isBefore(key: string, { after, below }: Place): boolean {
  return Buffer.compare(Buffer.from(key), Buffer.from(after)) <= 0 || (below && key.startsWith(after));
}

function startOf(query: URLSearchParams): Place {
  const token = query.get('continuation-token');
  if (token === null) return { after: query.get('start-after') ?? '', below: false };
  const place = v.safeParse(tokenSchema, token);
  if (place.success) return place.output;
  throw new S3Error(400, 'InvalidArgument', 'The continuation token provided is incorrect');
}

function tokenOf(entry: Entry): string {
  const place: Place =
    'prefix' in entry ? { after: entry.prefix, below: true } : { after: entry.object.key, below: false };
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new S3Error(400, 'InvalidArgument', 'Provided max-keys not an integer or within integer range');
}
