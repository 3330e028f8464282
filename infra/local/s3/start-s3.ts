import { join } from 'node:path';

import type { FaultMode, StandInAnswer, StandInRequest } from '../stand-in-server.ts';
import { startStandInServer } from '../stand-in-server.ts';
import { openObjectStore } from './object-store.ts';
import type { StoredObject } from './object-store.ts';
import { defaultType, metadataPrefix, operate } from './operations.ts';
import { refused, S3Error } from './wire.ts';

export interface S3Options {
  /** Objects are kept in `s3/` below it. */
  readonly stateDir: string;
  /** The only buckets there are; without it the first object makes its bucket. */
  readonly buckets?: readonly string[];
  /** Default: a free one. */
  readonly port?: number;
  readonly now?: () => Date;
}

/** An object as whoever serves it needs it. */
export interface ServedObject {
  readonly contentType: string;
  readonly cacheControl: string | undefined;
  readonly etag: string;
  readonly lastModified: string;
  /** Without the `x-amz-meta-`. */
  readonly metadata: Record<string, string>;
  readonly body: Buffer;
}

export interface S3 {
  readonly endpoint: string;
  /** An object, straight from its file: what CloudFront would have in its cache, whatever the fault mode. */
  get(bucket: string, key: string): Promise<ServedObject | undefined>;
  /** Everything in every bucket. */
  list(): (Pick<StoredObject, 'key' | 'size' | 'lastModified'> & { readonly bucket: string })[];
  fault(mode: FaultMode): void;
  close(): Promise<void>;
}

/** S3 takes 5 GB in one call; what Latchkey stores is far smaller. In bytes. */
const longestBody = 256 * 1024 * 1024;

/** Starts the local stand-in for S3 with path-style addresses. An acknowledged object is in its file. */
export async function startS3({ stateDir, buckets, port, now = () => new Date() }: S3Options): Promise<S3> {
  const store = await openObjectStore(join(stateDir, 's3'), now, buckets);

  const answer = async (request: StandInRequest): Promise<StandInAnswer> => {
    try {
      demandSignature(request);
      return await operate(store, request);
    } catch (error) {
      if (error instanceof S3Error) return refused(error, request.method);
      throw error;
    }
  };

  const server = await startStandInServer({ ...(port === undefined ? {} : { port }), longestBody, answer });
  return {
    ...server,
    get: async (bucket, key) => {
      const found = await store.get(bucket, key);
      if (!found) return undefined;
      const { headers, etag, lastModified } = found.object;
      const metadata = Object.entries(headers)
        .filter(([name]) => name.startsWith(metadataPrefix))
        .map(([name, value]) => [name.slice(metadataPrefix.length), value] as const);
      return {
        contentType: headers['content-type'] ?? defaultType,
        cacheControl: headers['cache-control'],
        etag,
        lastModified,
        metadata: Object.fromEntries(metadata),
        body: found.content,
      };
    },
    list: () =>
      store.buckets().flatMap((bucket) =>
        (store.objects(bucket) ?? []).map(({ key, size, lastModified }) => ({
          bucket,
          key,
          size,
          lastModified,
        })),
      ),
  };
}

/** Signatures are not verified, but nothing is public: an unsigned call would fail when deployed. */
function demandSignature({ headers, query }: StandInRequest): void {
  if (headers.authorization?.startsWith('AWS4-HMAC-SHA256 ') === true || query.has('X-Amz-Signature')) return;
  throw new S3Error(403, 'AccessDenied', 'Access Denied');
}
