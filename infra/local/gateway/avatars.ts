import { GetObjectCommand, NoSuchKey } from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';

import { photoResponseHeaders } from '#infra/edge-headers.ts';

import type { Answer } from './result.ts';

const imageTypes = new Set(['image/png', 'image/jpeg', 'image/webp']);

/** Serves the photos from their bucket, under the key that is their path. */
export function createAvatars(client: S3Client, bucket: string) {
  const notFound: Answer = { status: 404, headers: photoResponseHeaders, cookies: [], body: Buffer.alloc(0) };

  return async (path: string): Promise<Answer> => {
    if (!/^\/avatars\/[\w-]+\.\w+$/.test(path)) return notFound;
    try {
      const object = await client.send(new GetObjectCommand({ Bucket: bucket, Key: path.slice(1) }));
      const bytes = await object.Body?.transformToByteArray();
      if (!bytes || !imageTypes.has(object.ContentType ?? '')) return notFound;
      return {
        status: 200,
        headers: {
          ...photoResponseHeaders,
          'content-type': object.ContentType ?? '',
          'cache-control': object.CacheControl ?? 'public, max-age=31536000, immutable',
          etag: object.ETag ?? '',
        },
        cookies: [],
        body: Buffer.from(bytes),
      };
    } catch (error) {
      if (error instanceof NoSuchKey) return notFound;
      console.error('A photo could not be read:', error);
      return { ...notFound, status: 502 };
    }
  };
}
