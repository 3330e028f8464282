import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import { expect, it, onTestFinished } from 'vitest';

import { startS3 } from './start-s3.ts';
import type { S3Options } from './start-s3.ts';

const Bucket = 'avatars';

async function setup(options: Partial<S3Options> = {}) {
  const stateDir = options.stateDir ?? (await mkdtemp(join(tmpdir(), 's3-')));
  const s3 = await startS3({ stateDir, ...options });
  const client = new S3Client({
    endpoint: s3.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  onTestFinished(async () => {
    await s3.close();
    await rm(stateDir, { recursive: true, force: true });
  });
  const put = (Key: string, input: Partial<PutObjectCommandInput> = {}) =>
    client.send(new PutObjectCommand({ Bucket, Key, Body: `content of ${Key}`, ...input }));
  const read = async (Key: string) => {
    const answer = await client.send(new GetObjectCommand({ Bucket, Key }));
    return answer.Body?.transformToString();
  };
  return { stateDir, s3, client, put, read };
}

/** Sends a request exactly as written, which neither fetch nor the SDK does. */
function rawCall(endpoint: string, path: string, headers: Record<string, string>, body = '', method = 'PUT') {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const { hostname, port } = new URL(endpoint);
    const call = request({ hostname, port, path, method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk)));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    call.on('error', reject);
    call.end(body);
  });
}
const signed = { authorization: 'AWS4-HMAC-SHA256 Credential=local' };

it('keeps bytes, type, caching and metadata, and gives an ETag', async () => {
  const { s3, client } = await setup();
  const Body = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const stored = await client.send(
    new PutObjectCommand({
      Bucket,
      Key: 'avatars/a.png',
      Body,
      ContentType: 'image/png',
      CacheControl: 'public, max-age=31536000, immutable',
      Metadata: { account: '42' },
    }),
  );
  const expected = {
    ETag: '"e2c865db4162bed963bfaa9ef6ac18f0"',
    ContentType: 'image/png',
    CacheControl: 'public, max-age=31536000, immutable',
    Metadata: { account: '42' },
    ContentLength: 256,
  };
  expect(stored.ETag).toBe(expected.ETag);
  expect(await client.send(new HeadObjectCommand({ Bucket, Key: 'avatars/a.png' }))).toMatchObject(expected);
  const got = await client.send(new GetObjectCommand({ Bucket, Key: 'avatars/a.png' }));
  expect(got).toMatchObject(expected);
  expect(got.ContentEncoding).toBeUndefined();
  expect(got.LastModified?.getTime()).toBeGreaterThan(Date.now() - 60_000);
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(Body);
  expect(await s3.get(Bucket, 'avatars/a.png')).toMatchObject({
    contentType: 'image/png',
    cacheControl: 'public, max-age=31536000, immutable',
    metadata: { account: '42' },
    body: Body,
  });
  expect(s3.list()).toMatchObject([{ bucket: Bucket, key: 'avatars/a.png', size: 256 }]);
});

it('takes a stream in aws-chunked encoding with its checksum in a trailer', async () => {
  const { client, put, read } = await setup();
  const parts = [Buffer.alloc(100_000, 'a'), Buffer.alloc(70_000, 'b')];
  await put('big', { Body: Readable.from(parts), ContentLength: 170_000, ChecksumAlgorithm: 'CRC32' });
  expect(await read('big')).toBe(Buffer.concat(parts).toString());
  const got = await client.send(new GetObjectCommand({ Bucket, Key: 'big', ChecksumMode: 'ENABLED' }));
  expect(got.ChecksumCRC32).toMatch(/^[\w+/]{6}==$/);
});

it.each(['SHA1', 'SHA256'] as const)('checks %s', async (ChecksumAlgorithm) => {
  const { put, read } = await setup();
  await put('a', { ChecksumAlgorithm });
  expect(await read('a')).toBe('content of a');
  const wrong = { [`Checksum${ChecksumAlgorithm}`]: 'AAAA' };
  await expect(put('b', wrong)).rejects.toMatchObject({ name: 'BadDigest' });
  await expect(read('b')).rejects.toMatchObject({ name: 'NoSuchKey' });
});

it.each([
  ['a CRC32 of other bytes', { 'x-amz-checksum-crc32': 'AAAAAA==' }, 'hello', 'BadDigest'],
  ['an MD5 of other bytes', { 'content-md5': 'AAAA' }, 'hello', 'BadDigest'],
  ['a hash of other bytes', { 'x-amz-content-sha256': 'a'.repeat(64) }, 'hello', 'XAmzContentSHA256Mismatch'],
  ['a checksum that it does not know', { 'x-amz-checksum-crc32c': 'AAAAAA==' }, 'hello', 'NotImplemented'],
  ['a chunked body that ends early', { 'content-encoding': 'aws-chunked' }, '5\r\nhel', 'IncompleteBody'],
  ['a chunked body without sizes', { 'content-encoding': 'aws-chunked' }, 'hello\r\n', 'InvalidRequest'],
  [
    'a chunked body of another length',
    { 'content-encoding': 'aws-chunked', 'x-amz-decoded-content-length': '6' },
    '5\r\nhello\r\n0\r\n\r\n',
    'IncompleteBody',
  ],
])('refuses %s and keeps nothing', async (_what, headers, body, code) => {
  const { s3 } = await setup();
  const answer = await rawCall(s3.endpoint, `/${Bucket}/a`, { ...signed, ...headers }, body);
  expect(answer.text).toContain(`<Code>${code}</Code>`);
  expect(s3.list()).toEqual([]);
});

it('answers NoSuchKey, NotFound and NoSuchBucket as S3 does', async () => {
  const { client, put, read } = await setup({ buckets: [Bucket] });
  await expect(read('none')).rejects.toMatchObject({ name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } });
  await expect(client.send(new HeadObjectCommand({ Bucket, Key: 'none' }))).rejects.toMatchObject({
    name: 'NotFound',
  });
  await expect(put('a', { Bucket: 'other' })).rejects.toMatchObject({ name: 'NoSuchBucket' });
});

it('puts with If-None-Match: * once, however many try at the same time', async () => {
  const { put, read } = await setup();
  const tries = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) => put('one', { IfNoneMatch: '*', Body: `from ${index}` })),
  );
  const won = tries.flatMap((one, index) => (one.status === 'fulfilled' ? [index] : []));
  expect(won).toHaveLength(1);
  const refusals = tries.filter((one) => one.status === 'rejected').map((one) => String(one.reason));
  expect(refusals.every((reason) => reason.includes('PreconditionFailed'))).toBe(true);
  expect(await read('one')).toBe(`from ${String(won[0])}`);
});

it('replaces and deletes; deleting what is not there succeeds', async () => {
  const { s3, client, put, read } = await setup();
  await put('a', { Body: 'old' });
  await put('a', { Body: 'new' });
  expect(await read('a')).toBe('new');
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  await expect(read('a')).rejects.toMatchObject({ name: 'NoSuchKey' });
  expect(s3.list()).toEqual([]);
});

it('deletes several, by keys of any characters', async () => {
  const { client, s3, put } = await setup();
  const keys = ['a&b', '<c>', 'd "e"', 'fü', 'kept'];
  for (const key of keys) await put(key);
  const answer = await client.send(
    new DeleteObjectsCommand({
      Bucket,
      Delete: { Objects: [...keys.slice(0, 4), 'never there'].map((Key) => ({ Key })) },
    }),
  );
  expect(answer.Deleted?.map(({ Key }) => Key)).toEqual(['a&b', '<c>', 'd "e"', 'fü', 'never there']);
  expect(s3.list().map(({ key }) => key)).toEqual(['kept']);
});

it('lists by prefix and delimiter, page by page', async () => {
  const { client, put } = await setup();
  const keys = ['a/1', 'a/2', 'a/b/3', 'a/b/4', 'a/c/5', 'b/6', 'é', '😀'];
  for (const key of keys.toReversed()) await put(key);
  const listed = async (input: object, pageSize: number) => {
    const names: (string | undefined)[] = [];
    let pages = 0;
    for await (const page of paginateListObjectsV2({ client, pageSize }, { Bucket, ...input })) {
      pages += 1;
      names.push(...(page.Contents ?? []).map(({ Key }) => Key));
      names.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
    }
    return { names, pages };
  };
  expect(await listed({}, 3)).toEqual({ names: keys, pages: 3 });
  expect(await listed({}, 8)).toEqual({ names: keys, pages: 1 });
  expect(await listed({ Prefix: 'a/b/' }, 10)).toEqual({ names: ['a/b/3', 'a/b/4'], pages: 1 });
  expect(await listed({ Prefix: 'a/', Delimiter: '/' }, 1)).toEqual({
    names: ['a/1', 'a/2', 'a/b/', 'a/c/'],
    pages: 4,
  });
  expect(await listed({ StartAfter: 'b/6' }, 10)).toEqual({ names: ['é', '😀'], pages: 1 });
  const none = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'none' }));
  expect(none).toMatchObject({ KeyCount: 0, IsTruncated: false });
});

it('takes keys that look like ways out of its folder for what they are: keys', async () => {
  const { s3, stateDir, put, read } = await setup();
  const keys = ['../../escaped', 'a/../b', 'b', '..', '/etc/passwd', 'a\0b', 'a//b', 'x'.repeat(1024)];
  for (const key of keys) await put(key);
  for (const key of keys) expect(await read(key)).toBe(`content of ${key}`);
  expect(await readdir(stateDir)).toEqual(['s3']);
  expect(await readdir(join(stateDir, 's3'))).toEqual([Bucket]);
  expect(await readdir(join(stateDir, 's3', Bucket))).toHaveLength(keys.length);
  await expect(put('x'.repeat(1025))).rejects.toMatchObject({ name: 'KeyTooLongError' });

  for (const bucket of ['..', '.', '%2e%2e', 'a..b', '..%2f..', 'UP', 'a%00b', '-a-']) {
    const answer = await rawCall(s3.endpoint, `/${bucket}/key`, signed, 'x');
    expect([bucket, answer.status]).toEqual([bucket, 400]);
  }
  expect(await readdir(stateDir)).toEqual(['s3']);
});

it('refuses unsigned calls and calls that it does not know', async () => {
  const { s3, put } = await setup();
  await put('a');
  expect((await rawCall(s3.endpoint, `/${Bucket}/a`, {}, '', 'GET')).status).toBe(403);
  expect((await rawCall(s3.endpoint, `/${Bucket}/a?uploads`, signed, '', 'POST')).status).toBe(501);
  expect((await rawCall(s3.endpoint, `/${Bucket}/%zz`, signed, '', 'GET')).text).toContain('InvalidURI');
});

it('has its objects after a restart, and nothing of an upload that a kill cut short', async () => {
  const { s3, stateDir, put } = await setup();
  await put('a', { ContentType: 'text/plain', CacheControl: 'no-store' });
  await s3.close();
  await writeFile(join(stateDir, 's3', Bucket, 'half.unfinished'), '{"key":"half"');

  const again = await setup({ stateDir });
  expect(again.s3.list().map(({ key }) => key)).toEqual(['a']);
  expect(await again.s3.get(Bucket, 'a')).toMatchObject({
    contentType: 'text/plain',
    cacheControl: 'no-store',
  });
  expect(await readdir(join(stateDir, 's3', Bucket))).toHaveLength(1);
});

it('can be down and heal, while what serves its objects goes on', async () => {
  const { s3, put, read } = await setup();
  await put('a');
  s3.fault('down');
  await expect(read('a')).rejects.toThrow(/socket hang up|ECONNRESET/);
  expect((await s3.get(Bucket, 'a'))?.body.toString()).toBe('content of a');
  s3.fault('up');
  expect(await read('a')).toBe('content of a');
});
