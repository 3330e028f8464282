import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, ListObjectsV2Command, NoSuchBucket, S3Client } from '@aws-sdk/client-s3';
import { KMSClient } from '@aws-sdk/client-kms';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

import { createRecordsTable, createTable } from './dynamodb/table.ts';
import { ensureKey } from './kms/ensure-key.ts';
import { buckets, names, replacementOf } from './names.ts';
import type { Variables } from './names.ts';
import { ensureSecret } from './secrets/ensure-secret.ts';

/**
 * Makes in the parts that replace ours what the functions expect there, and leaves what exists. Gives the origin
 * secret, which the gateway has to send.
 */
export async function prepareParts(
  variables: Variables,
  clientSecret: string,
): Promise<{ originSecret: string }> {
  if (replacementOf('dynamodb', variables) !== undefined) {
    await createTable(new DynamoDBClient(), names.table);
    await createRecordsTable(new DynamoDBClient(), names.recordsTable);
  }
  if (replacementOf('s3', variables) !== undefined) await Promise.all(buckets.map(ensureBucket));
  if (replacementOf('kms', variables) !== undefined)
    await ensureKey(new KMSClient(), `alias/${names.integrationsKey}`);

  const secrets = new SecretsManagerClient();
  await ensureSecret(secrets, names.codeSecret);
  await ensureSecret(secrets, names.channelSecret);
  await ensureSecret(secrets, names.userPoolClientSecret, clientSecret);
  return { originSecret: await ensureSecret(secrets, names.originSecret) };
}

async function ensureBucket(bucket: string): Promise<void> {
  const client = new S3Client({ forcePathStyle: true });
  try {
    await client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 }));
  } catch (error) {
    if (!(error instanceof NoSuchBucket)) throw error;
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
  }
}
