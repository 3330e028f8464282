import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import type { RecordingObjects } from './deps.ts';

/** S3 takes no more in one DeleteObjects. */
const mostKeys = 1000;

/** Keeps recordings in their bucket. */
export function recordingObjects(settings: S3ClientConfig, bucket: string): RecordingObjects {
  const client = new S3Client(settings);
  return {
    put: async (key, bytes) => {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }));
    },
    read: async (key) => {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return (await Body?.transformToByteArray()) ?? null;
      } catch (error) {
        if (error instanceof NoSuchKey) return null;
        throw error;
      }
    },
    deleteMany: async (keys) => {
      for (let first = 0; first < keys.length; first += mostKeys) {
        const Objects = keys.slice(first, first + mostKeys).map((Key) => ({ Key }));
        const { Errors = [] } = await client.send(
          new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
        );
        if (Errors.length > 0) throw new Undeleted(Errors[0]?.Code);
      }
    },
    list: async (prefix) => {
      const { Contents = [] } = await client.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: mostKeys }),
      );
      return Contents.flatMap(({ Key }) => Key ?? []);
    },
  };
}

/** S3 answered and left objects there: as a rule because it was too busy, so trying again helps. */
class Undeleted extends Error {
  override readonly name = 'ServiceUnavailable';
  constructor(code = 'unknown') {
    super(`S3 deleted not every object: ${code}`);
  }
}
