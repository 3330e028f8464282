import { PutObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

/** Where what the law asks for is kept: written once, never changed, and gone by itself at the end of its time. */
export interface Archive {
  /** Writes an object; writing the same key again is the same object. */
  readonly put: (key: string, body: string, until: Date) => Promise<void>;
}

/** The archive in its bucket: until its day nobody can change or delete an object, not even an administrator. */
export function archiveStore(settings: S3ClientConfig, bucket: string): Archive {
  const client = new S3Client(settings);
  return {
    put: async (key, body, until) => {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: body,
          ContentType: 'application/x-ndjson',
          // S3 asks for a checksum where an object is locked.
          ChecksumAlgorithm: 'CRC32',
          ObjectLockMode: 'COMPLIANCE',
          ObjectLockRetainUntilDate: until,
        }),
      );
    },
  };
}
