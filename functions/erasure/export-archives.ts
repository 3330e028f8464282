import {
  DeleteObjectsCommand,
  ListObjectsV2Command,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';

/** Deletes the archives of somebody's exports in their bucket. */
export function exportArchives(settings: S3ClientConfig, Bucket: string) {
  const client = new S3Client(settings);
  return {
    /** Deletes every object whose key begins so; none succeeds. */
    deleteBelow: async (Prefix: string): Promise<void> => {
      for (;;) {
        const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix }));
        const Objects = Contents.flatMap(({ Key }) => (Key === undefined ? [] : { Key }));
        if (Objects.length === 0) return;
        const { Errors = [] } = await client.send(
          new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
        );
        if (Errors.length > 0) throw new Error('S3 deleted not every object');
      }
    },
  };
}
