import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { clientSettings } from '#functions/shared/aws/client-settings.ts';
import { isUnavailable } from '#functions/shared/aws/faults.ts';
import { startS3 } from '#infra/local/s3/start-s3.ts';
import { photoStore } from './photo-store.ts';

async function setup() {
  const stateDir = await mkdtemp(join(tmpdir(), 'photos-'));
  const s3 = await startS3({ stateDir, buckets: ['photos'] });
  onTestFinished(async () => {
    await s3.close();
    await rm(stateDir, { recursive: true });
  });
  const settings = {
    ...clientSettings(),
    endpoint: s3.endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  let names = 0;
  return { s3, store: photoStore(settings, 'photos', () => `name-${(names += 1)}`) };
}

const jpeg = { ok: true, type: 'image/jpeg', extension: 'jpg' } as const;
const bytes = Buffer.from('the bytes of a photo');

test('a photo is kept under a new name with its own type, for the browser that shows it and no shared cache', async () => {
  const { s3, store } = await setup();
  expect(await store.put(bytes, jpeg)).toBe('/avatars/name-1.jpg');
  expect(await store.put(bytes, { ok: true, type: 'image/png', extension: 'png' })).toBe(
    '/avatars/name-2.png',
  );
  const kept = await s3.get('photos', 'avatars/name-1.jpg');
  expect(kept).toMatchObject({
    contentType: 'image/jpeg',
    cacheControl: 'private, max-age=31536000, immutable',
    body: bytes,
  });
});

test('a photo is deleted by its path; one that is gone counts as deleted', async () => {
  const { s3, store } = await setup();
  const path = await store.put(bytes, jpeg);
  await store.delete(path);
  expect(s3.list()).toEqual([]);
  await store.delete(path);
});

test('a store that drops or hangs fails as unavailable, and is not waited for for ever', async () => {
  const { s3, store } = await setup();
  for (const mode of ['down', 'hang'] as const) {
    s3.fault(mode);
    const failed = await store.put(bytes, jpeg).catch((error: unknown) => error);
    expect(isUnavailable(failed)).toBe(true);
  }
});
