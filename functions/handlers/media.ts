import { S3Client } from '@aws-sdk/client-s3';
import { randomBytes } from 'node:crypto';
import { avatarOperations } from '#functions/avatar/operations.ts';
import { photoStore } from '#functions/avatar/photo-store.ts';
import { clientSettings } from '#functions/shared/aws/client-settings.ts';
import { required } from '#functions/shared/environment.ts';
import { apiHandler, composition } from './compose.ts';

const composed = composition();

const photos = photoStore(
  new S3Client({ ...clientSettings(), forcePathStyle: true }),
  required(composed.environment.AVATAR_BUCKET, 'AVATAR_BUCKET'),
  () => randomBytes(16).toString('base64url'),
);

/** The one API function that writes to a bucket. */
export const handler = apiHandler(composed, avatarOperations({ ...composed.deps, photos }));
