import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';

/** Reads profile photos from their bucket, by their paths on the site; null where there is none. */
export function photoReader(client: S3Client, bucket: string): (path: string) => Promise<Uint8Array | null> {
  return async (path) => {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: path.slice(1) }));
      return (await Body?.transformToByteArray()) ?? null;
    } catch (error) {
      if (error instanceof NoSuchKey) return null;
      throw error;
    }
  };
}
