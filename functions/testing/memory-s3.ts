import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ObjectStore } from '#infra/local/s3/object-store.ts';
import { operate } from '#infra/local/s3/operations.ts';
import { refused, S3Error } from '#infra/local/s3/wire.ts';
import type { StandInAnswer, StandInRequest } from '#infra/local/stand-in-server.ts';
import type { Gate } from './gate.ts';

type Kept = NonNullable<Awaited<ReturnType<ObjectStore['get']>>>;

/** The local S3 with its objects in memory and without a network: what a client of the SDK is opened with. */
export function memoryS3({ pass }: Pick<Gate, 'pass'>, ...buckets: readonly string[]) {
  const held = new Map(buckets.map((bucket) => [bucket, new Map<string, Kept>()]));
  const inBucket = (bucket: string) => held.get(bucket) ?? new Map<string, Kept>();
  const store: ObjectStore = {
    put: (bucket, key, content, headers) => {
      const etag = `"${createHash('md5').update(content).digest('hex')}"`;
      const lastModified = new Date().toISOString();
      const object = { key, size: content.length, etag, lastModified, headers };
      inBucket(bucket).set(key, { object, content });
      return Promise.resolve(object);
    },
    get: (bucket, key) => Promise.resolve(inBucket(bucket).get(key)),
    delete: (bucket, key) => Promise.resolve(void inBucket(bucket).delete(key)),
    objects: (bucket) => {
      const objects = held.get(bucket);
      return objects && [...objects.values()].map(({ object }) => object).sort(byKey);
    },
    buckets: () => [...held.keys()],
  };

  const answer = async (request: StandInRequest): Promise<StandInAnswer> => {
    try {
      return await operate(store, request);
    } catch (error) {
      if (error instanceof S3Error) return refused(error, request.method);
      throw error;
    }
  };
  const handle = async (request: any) => {
    const asked = await requestOf(request);
    const command =
      `${request.query['x-id'] ?? ''}` || (asked.query.has('delete') ? 'DeleteObjects' : 'List');
    const part = command === 'DeleteObjects' ? () => deleteHalf(answer, asked) : undefined;
    const {
      status,
      headers,
      body = '',
    } = await pass({ service: 's3', command }, { whole: () => answer(asked), part });
    return {
      response: { statusCode: status, headers: headers ?? {}, body: Readable.from([Buffer.from(body)]) },
    };
  };

  return {
    settings: {
      region: 'us-east-1',
      endpoint: 'http://s3.test',
      forcePathStyle: true,
      maxAttempts: 1,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      requestHandler: { handle, metadata: { handlerProtocol: 'http/1.1' } } as never,
    } satisfies S3ClientConfig,
    /** Puts an object as if it had always been there. */
    put: (bucket: string, key: string, content: string) =>
      store.put(bucket, key, Buffer.from(content), {}, false),
    /** Everything as it is, to be put back later. */
    kept: () => new Map([...held].map(([bucket, objects]) => [bucket, new Map(objects)])),
    putBack: (kept: ReadonlyMap<string, ReadonlyMap<string, Kept>>) => {
      for (const [bucket, objects] of kept) held.set(bucket, new Map(objects));
    },
    clear: () => {
      for (const objects of held.values()) objects.clear();
    },
    /** What an object holds; null without one. */
    get: (bucket: string, key: string): Buffer | null => inBucket(bucket).get(key)?.content ?? null,
    /** Everything there is: bucket, key, content. */
    dump: () =>
      [...held].flatMap(([bucket, objects]) =>
        [...objects].map(([key, { content }]) => ({ bucket, key, content: content.toString() })),
      ),
  };
}

const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);

async function requestOf({ method, path, query, headers, body }: any): Promise<StandInRequest> {
  const given = Object.entries<string | null>(query ?? {}).map(([name, value]): [string, string] => [
    name,
    value ?? '',
  ]);
  const bytes =
    body === undefined ? Buffer.alloc(0) : body instanceof Readable ? await buffer(body) : Buffer.from(body);
  return { method, path, query: new URLSearchParams(given), headers, body: bytes };
}

/** Deletes the first half of the keys, and says of the others that it was too busy. */
async function deleteHalf(
  answer: (request: StandInRequest) => Promise<StandInAnswer>,
  request: StandInRequest,
): Promise<StandInAnswer> {
  const objects = request.body.toString().match(/<Object>[\s\S]*?<\/Object>/g) ?? [];
  const done = Math.ceil(objects.length / 2);
  const body = Buffer.from(`<Delete>${objects.slice(0, done).join('')}<Quiet>true</Quiet></Delete>`);
  await answer({ ...request, body, headers: {} });
  const errors = objects
    .slice(done)
    .map((object) => `<Error>${/<Key>.*<\/Key>/.exec(object)?.[0] ?? ''}<Code>SlowDown</Code></Error>`);
  return { status: 200, body: `<DeleteResult>${errors.join('')}</DeleteResult>` };
}
