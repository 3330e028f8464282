import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, beforeEach, expect, test } from 'vitest';

import { readAccount } from '#functions/shared/account-item.ts';
import { accountKey } from '#functions/shared/table.ts';
import { jpegPhoto, pngChunk, pngPhoto, webpPhoto } from '#functions/testing/photos.ts';
import { startTestChain, type TestChain } from '#functions/testing/test-chain.ts';
import { maxAvatarBytes } from './contract.ts';
import { avatarOperations } from './operations.ts';
import type { PhotoStore } from './photo-store.ts';

let chain: TestChain;
const stored = new Map<string, { bytes: Buffer; type: string }>();
let fault: Error | null = null;
/** What happens while a photo is stored. */
let meanwhile = () => Promise.resolve();
const photos: PhotoStore = {
  put: async (bytes, image) => {
    if (fault !== null) throw fault;
    await meanwhile();
    const path = `/avatars/${stored.size}-${Math.random()}.${image.extension}`;
    stored.set(path, { bytes: Buffer.from(bytes), type: image.type });
    return path;
  },
  delete: (path) => {
    if (fault !== null) return Promise.reject(fault);
    stored.delete(path);
    return Promise.resolve();
  },
};
beforeAll(async () => {
  chain = await startTestChain((deps) => avatarOperations({ ...deps, photos }));
});
beforeEach(() => {
  stored.clear();
  fault = null;
  meanwhile = () => Promise.resolve();
});

const timeout = () => Object.assign(new Error('S3 hangs'), { name: 'TimeoutError' });
const upload = (cookie: string, bytes: Buffer, type = 'image/png') =>
  chain.request('PUT /api/user/avatar', { cookie, bytes, headers: { 'content-type': type } });
const remove = (cookie: string) => chain.request('DELETE /api/user/avatar', { cookie });
const account = async (cookie: string) => {
  const found = await readAccount(chain.table, cookie.split('.')[0] ?? '');
  if (found === null) throw new Error('There is no account of this cookie');
  return found;
};

test('a photo is stored byte for byte and shown on the profile', async () => {
  const { cookie, accountId } = await chain.person();
  const formats = [
    [pngPhoto(), 'image/png', 'png'],
    [jpegPhoto, 'image/jpeg', 'jpg'],
    [webpPhoto, 'image/webp', 'webp'],
  ] as const;
  for (const [index, [photo, type, extension]] of formats.entries()) {
    const answer = await upload(cookie, photo, type);
    expect([answer.status, answer.body.version]).toEqual([200, index + 2]);
    expect(answer.body.avatarUrl).toMatch(new RegExp(String.raw`^/avatars/.+\.${extension}$`));
    expect(stored.get(answer.body.avatarUrl)).toEqual({ bytes: photo, type });
    expect(await account(cookie)).toMatchObject({ avatarUrl: answer.body.avatarUrl, version: index + 2 });
  }
  // What was replaced is gone.
  expect(stored.size).toBe(1);
  const events = await chain.eventsOf(accountId);
  expect(events.map(({ data }) => data)).toEqual(formats.map(() => ({ fields: ['photo'] })));
});

test('what counts is what the bytes are, not what they are called', async () => {
  const { cookie } = await chain.person();
  const { status, body } = await upload(cookie, jpegPhoto, 'image/png');
  expect(status).toBe(200);
  expect(stored.get(body.avatarUrl)?.type).toBe('image/jpeg');
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
  expect((await upload(cookie, svg, 'image/png')).body.errors).toEqual([
    { path: 'photo', reason: 'image-type' },
  ]);
  for (const type of ['image/svg+xml', 'text/html', 'image/gif', 'application/json', ''])
    expect((await upload(cookie, pngPhoto(), type)).status).toBe(415);
});

test('a refused picture is named, stored nowhere, and changes nothing', async () => {
  const { cookie } = await chain.person();
  await upload(cookie, pngPhoto());
  const [before, kept] = [await chain.items(), [...stored.keys()]];
  const refused: [Buffer, string][] = [
    [Buffer.from('<html>'), 'image-type'],
    [pngPhoto(511, 512), 'image-dimensions'],
    [pngPhoto(512, 512, [pngChunk('tEXt', Buffer.from('Author\0Ada'))]), 'image-metadata'],
    [Buffer.concat([jpegPhoto, Buffer.from('PK')]), 'image-metadata'],
    [jpegPhoto.subarray(0, 700), 'image-type'],
  ];
  for (const [bytes, reason] of refused) {
    const { status, body } = await upload(cookie, bytes);
    expect([status, body.reason, body.errors]).toEqual([400, 'invalid-input', [{ path: 'photo', reason }]]);
  }
  expect(await chain.items()).toEqual(before);
  expect([...stored.keys()]).toEqual(kept);
});

test('512 KB are taken, one byte more is too large, none at all is malformed', async () => {
  const { cookie } = await chain.person();
  const missing = maxAvatarBytes - pngPhoto().length - 12;
  const largest = pngPhoto(512, 512, [pngChunk('iCCP', Buffer.alloc(missing))]);
  expect(largest).toHaveLength(maxAvatarBytes);
  expect((await upload(cookie, largest)).status).toBe(200);
  const over = await upload(cookie, Buffer.concat([largest, Buffer.from([0])]));
  expect([over.status, over.body.reason]).toEqual([413, 'too-large']);
  const empty = await upload(cookie, Buffer.alloc(0));
  expect([empty.status, empty.body.reason]).toEqual([400, 'malformed-body']);
});

test('removing deletes the photo; removing none succeeds and writes nothing', async () => {
  const { cookie, accountId } = await chain.person();
  const removed = await remove(cookie);
  expect([removed.status, removed.headers['etag']]).toEqual([204, `"${(await account(cookie)).version}"`]);
  expect(await chain.eventsOf(accountId)).toEqual([]);
  await upload(cookie, pngPhoto());
  expect((await remove(cookie)).status).toBe(204);
  expect(await account(cookie)).toMatchObject({ avatarUrl: null, version: 3 });
  expect(stored.size).toBe(0);
  chain.counter.take();
  expect((await remove(cookie)).status).toBe(204);
  expect(chain.counter.take().calls).toEqual(['BatchGetItem']);
  expect(await chain.eventsOf(accountId)).toHaveLength(2);
});

test('of removals at the same moment one is recorded', async () => {
  const { cookie, accountId } = await chain.person();
  await upload(cookie, pngPhoto());
  const answers = await Promise.all(Array.from({ length: 4 }, () => remove(cookie)));
  expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204]);
  expect(await chain.eventsOf(accountId)).toHaveLength(2);
});

test('of photos stored at the same moment one stands, and no other is left behind', async () => {
  const { cookie, accountId } = await chain.person();
  const answers = await Promise.all([pngPhoto(), jpegPhoto, webpPhoto].map((photo) => upload(cookie, photo)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const { avatarUrl, version } = await account(cookie);
  expect([...stored.keys()]).toEqual([avatarUrl]);
  expect(version).toBe(4);
  expect(await chain.eventsOf(accountId)).toHaveLength(3);
});

test('a profile saved in between keeps both changes', async () => {
  const { cookie, accountId } = await chain.person();
  chain.interfere(async () => {
    await chain.set(accountKey(accountId), 'name', 'Ada King');
    await chain.set(accountKey(accountId), 'version', 2);
  });
  const { status, body } = await upload(cookie, pngPhoto());
  expect([status, body.version]).toEqual([200, 3]);
  expect(await account(cookie)).toMatchObject({ name: 'Ada King', avatarUrl: body.avatarUrl, version: 3 });
});

test('with the store down the profile stays as it was, and the answer says to try again (incident 13)', async () => {
  const { cookie, accountId } = await chain.person();
  const first = await upload(cookie, pngPhoto());
  fault = timeout();
  const { status, body, headers } = await upload(cookie, jpegPhoto);
  expect([status, body.reason, headers['retry-after']]).toEqual([503, 'dependency-unavailable', '5']);
  expect(await account(cookie)).toMatchObject({ avatarUrl: first.body.avatarUrl, version: 2 });
  expect(await chain.eventsOf(accountId)).toHaveLength(1);
  fault = null;
  expect((await upload(cookie, jpegPhoto)).status).toBe(200);
});

test('a replaced photo that can not be deleted now does not undo the change', async () => {
  const { cookie } = await chain.person();
  await upload(cookie, pngPhoto());
  fault = timeout();
  expect((await remove(cookie)).status).toBe(204);
  expect((await account(cookie)).avatarUrl).toBeNull();
  const line = chain.logged.at(-1) ?? '';
  expect(JSON.parse(line)).toMatchObject({ level: 'warn', fault: 'TimeoutError' });
  // The path is what keeps the photo from strangers.
  expect(line).not.toContain('/avatars/');
});

test('with the table down the photo that stood still stands', async () => {
  const { cookie } = await chain.person();
  const first = await upload(cookie, pngPhoto());
  chain.interfere(() => Promise.reject(timeout()));
  expect((await upload(cookie, jpegPhoto)).status).toBe(503);
  expect((await account(cookie)).avatarUrl).toBe(first.body.avatarUrl);
  expect(stored.has(first.body.avatarUrl)).toBe(true);
});

test('an account that is gone meanwhile leaves no photo behind', async () => {
  const { cookie, accountId } = await chain.person();
  const Key = { ...accountKey(accountId) };
  chain.interfere(() => chain.table.client.send(new DeleteCommand({ TableName: chain.table.name, Key })));
  expect((await upload(cookie, pngPhoto())).status).toBe(401);
  expect(stored.size).toBe(0);
  expect(await chain.eventsOf(accountId)).toEqual([]);
});

test('a photo that a request still stores when the deletion of its account begins is not left behind', async () => {
  const { cookie } = await chain.person();
  await upload(cookie, pngPhoto());
  const [kept] = stored.keys();
  const { accountId } = await account(cookie);
  meanwhile = async () => {
    await chain.table.client.send(
      new UpdateCommand({
        TableName: chain.table.name,
        Key: accountKey(accountId),
        UpdateExpression: 'SET #state = :disabled',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':disabled': 'disabled' },
      }),
    );
  };
  expect((await upload(cookie, jpegPhoto)).status).toBe(401);
  expect([...stored.keys()]).toEqual([kept]);
});
