import { randomBytes } from 'node:crypto';
import { avatarOperations } from '#functions/avatar/operations.ts';
import type { PhotoStore } from '#functions/avatar/photo-store.ts';
import { clientSettings } from '#functions/shared/aws/client-settings.ts';
import { required } from '#functions/shared/environment.ts';
import { apiHandler, composition } from './compose.ts';

const composed = composition();
const bucket = required(composed.environment.AVATAR_BUCKET, 'AVATAR_BUCKET');
const newName = () => randomBytes(16).toString('base64url');

let opened: PhotoStore | undefined;

/** S3's client is a quarter of the code, and a refused upload does not need it. */
async function open(): Promise<PhotoStore> {
  const { photoStore } = await import('#functions/avatar/photo-store.ts');
  opened ??= photoStore({ ...clientSettings(), forcePathStyle: true }, bucket, newName);
  return opened;
}

const photos: PhotoStore = {
  put: async (bytes, image) => (await open()).put(bytes, image),
  delete: async (path) => (await open()).delete(path),
};

/** The one API function that writes to a bucket. */
export const handler = apiHandler(composed, avatarOperations({ ...composed.deps, photos }));
