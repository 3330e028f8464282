import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { clientSettings } from '#functions/shared/aws/client-settings.ts';

/** Finished exports in their bucket, below the account that they are of. */
export interface ArchiveStore {
  /** Stores a file under a key, which it replaces; gives its size in bytes. */
  readonly put: (key: string, file: string, name: string) => Promise<number>;
  readonly delete: (key: string) => Promise<void>;
  /** An address that anybody can download the archive from, for so many seconds. */
  readonly link: (key: string, seconds: number) => Promise<string>;
}

/** S3 takes no more in one PutObject. */
const mostBytes = 5 * 1024 ** 3;

/** Keeps archives in the bucket of exports, which deletes them by itself after a day. */
export function archiveStore(client: S3Client, bucket: string): ArchiveStore {
  return {
    put: async (key, file, name) => {
      const { size } = await stat(file);
      if (size > mostBytes)
        throw new RangeError(`The archive has ${String(size)} bytes, S3 takes 5 GB at once`);
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: createReadStream(file),
          ContentLength: size,
          ContentType: 'application/zip',
          ContentDisposition: `attachment; filename="${name}"`,
          CacheControl: 'no-store',
        }),
      );
      return size;
    },
    delete: async (key) => {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
    link: async (key, seconds) => {
      // Whoever packs archives signs no address.
      const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner');
      return getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), { expiresIn: seconds });
    },
  };
}

/** Opens the archives of a bucket, for who only makes addresses of them or deletes them. */
export function openArchives(bucket: string): ArchiveStore {
  return archiveStore(new S3Client({ ...clientSettings(), forcePathStyle: true }), bucket);
}
