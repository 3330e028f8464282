import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, it, onTestFinished, vi } from 'vitest';

import { startS3 } from '../s3/start-s3.ts';
import { createAvatars } from './avatars.ts';

const bucket = 'latchkey-avatars';
const photo = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255]);

async function setup() {
  const stateDir = mkdtempSync(join(tmpdir(), 'latchkey-avatars-'));
  const s3 = await startS3({ stateDir, buckets: [bucket] });
  onTestFinished(async () => {
    await s3.close();
    rmSync(stateDir, { recursive: true });
  });
  const client = new S3Client({
    endpoint: s3.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    forcePathStyle: true,
    maxAttempts: 1,
  });
  const put = (key: string, more = {}) =>
    client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: photo,
        ContentType: 'image/png',
        CacheControl: 'private, max-age=31536000, immutable',
        ...more,
      }),
    );
  return { s3, put, get: createAvatars(client, bucket) };
}

const strict = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
};

it('serves a photo with the type that it was stored with', async () => {
  const { put, get } = await setup();
  await put('avatars/a-_9.png');
  const answer = await get('/avatars/a-_9.png');
  expect(answer).toMatchObject({
    status: 200,
    headers: {
      ...strict,
      'content-type': 'image/png',
      'cache-control': 'private, max-age=31536000, immutable',
      etag: expect.stringMatching(/^".+"$/),
    },
  });
  expect([...answer.body]).toEqual([...photo]);
});

it('has nothing at any other path', async () => {
  const { put, get } = await setup();
  await put('secret.png');
  await put('avatars/deeper/photo.png');
  for (const path of [
    '/avatars/none.png',
    '/avatars/',
    '/avatars/../secret.png',
    '/avatars/%2e%2e%2fsecret.png',
    '/avatars/deeper/photo.png',
  ]) {
    expect(await get(path)).toMatchObject({ status: 404, headers: strict });
  }
});

it('serves nothing that is not a photo', async () => {
  const { put, get } = await setup();
  for (const type of ['text/html', 'image/svg+xml', 'application/octet-stream']) {
    await put('avatars/page.png', { ContentType: type });
    expect((await get('/avatars/page.png')).status).toBe(404);
  }
});

it('says that the photos are out of reach while S3 is', async () => {
  const { s3, put, get } = await setup();
  await put('avatars/a.png');
  const errors = vi.spyOn(console, 'error').mockReturnValue();
  onTestFinished(() => errors.mockRestore());
  s3.fault('down');
  expect(await get('/avatars/a.png')).toMatchObject({ status: 502, headers: strict });
  s3.fault('up');
  expect((await get('/avatars/a.png')).status).toBe(200);
});
