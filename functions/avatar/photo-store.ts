import { DeleteObjectCommand, PutObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { Image } from './image.ts';

/** Where photos are kept and how they are addressed. */
export interface PhotoStore {
  /** Stores a photo under a new unguessable path; gives the path on the site. */
  readonly put: (bytes: Uint8Array, image: Image) => Promise<string>;
  /** Deletes a photo by its path on the site; one that is gone counts as deleted. */
  readonly delete: (path: string) => Promise<void>;
}

/** Keeps photos in the avatar bucket; the edge serves them below `/avatars/` with the type stored here. */
export function photoStore(settings: S3ClientConfig, bucket: string, newName: () => string): PhotoStore {
  const client = new S3Client(settings);
  return {
    put: async (bytes, image) => {
      const key = `avatars/${newName()}.${image.extension}`;
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: bytes,
          ContentType: image.type,
          // A path is never written twice, so it may be kept for ever; it is one person's, so by the browser only.
          CacheControl: 'private, max-age=31536000, immutable',
        }),
      );
      return `/${key}`;
    },
    delete: async (path) => {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: path.slice(1) }));
    },
  };
}
