import { describe, expect, test } from 'vitest';
import { stages } from '../config.ts';
import { named, only, readable, resources, stageApp, statements, templates } from './tests/synthesized.ts';

const prod = templates(stageApp('prod').stacks).data;
const staging = templates(stageApp('staging').stacks).data;
const dev = templates(stageApp('dev').stacks).data;

describe('the table', () => {
  const { Properties: table } = named(prod, 'AWS::DynamoDB::Table', 'Table');

  test('has the keys and the one index of the access patterns', () => {
    expect(table['KeySchema']).toEqual([
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ]);
    expect(table['GlobalSecondaryIndexes']).toEqual([
      {
        IndexName: 'gsi1',
        KeySchema: [
          { AttributeName: 'gsi1pk', KeyType: 'HASH' },
          { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ]);
  });

  test('is paid by request, restorable to any second, swept by TTL and streamed with both images', () => {
    expect(table).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expiresAtSeconds', Enabled: true },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
  });

  test.each([
    ['prod', prod],
    ['staging', staging],
  ])('refuses deletion and outlives its stack in %s', (_, template) => {
    expect(named(template, 'AWS::DynamoDB::Table', 'Table')).toMatchObject({
      Properties: { DeletionProtectionEnabled: true },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('goes with its stack in dev', () => {
    expect(named(dev, 'AWS::DynamoDB::Table', 'Table')).toMatchObject({
      Properties: { DeletionProtectionEnabled: false },
      DeletionPolicy: 'Delete',
    });
  });
});

describe('the bucket of photos', () => {
  test('blocks every way to be public, belongs to the account, is encrypted', () => {
    expect(named(prod, 'AWS::S3::Bucket', 'Avatars').Properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    });
  });

  test('keeps what was deleted for a week in prod, and not at all in dev', () => {
    const bucket = named(prod, 'AWS::S3::Bucket', 'Avatars');
    expect(bucket.DeletionPolicy).toBe('Retain');
    expect(bucket.Properties).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: { Rules: [{ NoncurrentVersionExpiration: { NoncurrentDays: 7 } }] },
    });
    expect(named(dev, 'AWS::S3::Bucket', 'Avatars').Properties['VersioningConfiguration']).toBeUndefined();
  });
});

describe('the records store', () => {
  test('is a table of its own, paid by request, restorable, kept in prod and staging, with neither index nor stream', () => {
    for (const template of [prod, staging]) {
      const table = named(template, 'AWS::DynamoDB::Table', 'RecordsTable');
      expect(table).toMatchObject({
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          DeletionProtectionEnabled: true,
          KeySchema: [
            { AttributeName: 'pk', KeyType: 'HASH' },
            { AttributeName: 'sk', KeyType: 'RANGE' },
          ],
        },
        DeletionPolicy: 'Retain',
      });
      expect(table.Properties).not.toHaveProperty('GlobalSecondaryIndexes');
      expect(table.Properties).not.toHaveProperty('StreamSpecification');
    }
    expect(named(dev, 'AWS::DynamoDB::Table', 'RecordsTable').DeletionPolicy).toBe('Delete');
  });

  test.each(['RecordsRecordings', 'RecordsExports'])('%s is private, and refuses plain HTTP', (bucket) => {
    const { Properties } = named(prod, 'AWS::S3::Bucket', bucket);
    expect(Properties['PublicAccessBlockConfiguration']).toMatchObject({ RestrictPublicBuckets: true });
    // What is erased must be gone: no earlier version stays.
    expect(Properties['VersioningConfiguration']).toBeUndefined();
    const policy = named(prod, 'AWS::S3::BucketPolicy', `${bucket}Policy`);
    expect(statements(policy.Properties['PolicyDocument'])).toMatchObject([
      { Effect: 'Deny', Principal: { AWS: '*' }, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ]);
  });

  test('deletes exports after a day, and recordings never by itself', () => {
    const rules = (bucket: string) =>
      named(prod, 'AWS::S3::Bucket', bucket).Properties['LifecycleConfiguration'].Rules;
    expect(rules('RecordsExports')).toMatchObject([{ ExpirationInDays: 1, Status: 'Enabled' }]);
    expect(rules('RecordsRecordings')[0]).not.toHaveProperty('ExpirationInDays');
  });
});

describe('the archive', () => {
  test('is written once and refuses plain HTTP, whatever the stage', () => {
    for (const template of [prod, staging, dev]) {
      const bucket = named(template, 'AWS::S3::Bucket', 'Archive');
      expect(bucket.DeletionPolicy).toBe('Retain');
      expect(bucket.Properties).toMatchObject({
        ObjectLockEnabled: true,
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: { RestrictPublicBuckets: true },
      });
      expect(named(template, 'AWS::S3::BucketPolicy', 'ArchivePolicy')).toBeDefined();
    }
  });

  test('is empty again when the days of the stage are over: no earlier version outlives its lock', () => {
    const days = stages.prod.archiveDays;
    const bucket = named(prod, 'AWS::S3::Bucket', 'Archive');
    expect(bucket.Properties['LifecycleConfiguration'].Rules).toEqual([
      {
        Status: 'Enabled',
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
        ExpirationInDays: days + 1,
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      },
    ]);
  });
});

describe('the key of credentials', () => {
  test('rotates by itself, and outlives its stack in prod and staging', () => {
    for (const template of [prod, staging]) {
      const key = only(template, 'AWS::KMS::Key');
      expect(key.Properties).toMatchObject({ EnableKeyRotation: true, PendingWindowInDays: 30 });
      expect([key.DeletionPolicy, key.UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
    }
    expect(only(dev, 'AWS::KMS::Key')).toMatchObject({ DeletionPolicy: 'Delete' });
  });

  test('is granted by IAM alone: its policy names this account and nobody else', () => {
    const [statement, ...more] = statements(only(prod, 'AWS::KMS::Key').Properties['KeyPolicy']);
    expect(more).toEqual([]);
    expect(readable(statement.Principal.AWS)).toBe('arn:<Partition>:iam::<AccountId>:root');
    expect(only(prod, 'AWS::KMS::Alias').Properties['AliasName']).toBe('alias/latchkey-prod-integrations');
  });
});

test('stacks of what must last can’t be removed in prod and staging', () => {
  const isProtected = (stage: 'dev' | 'staging' | 'prod') => {
    const { data, identity } = stageApp(stage).stacks;
    return [data.terminationProtection, identity.terminationProtection];
  };
  expect(isProtected('prod')).toEqual([true, true]);
  expect(isProtected('staging')).toEqual([true, true]);
  expect(isProtected('dev')).toEqual([false, false]);
});

describe('secrets', () => {
  test('are made by Secrets Manager under the key "current", so that no template holds one', () => {
    const secrets = resources(prod, 'AWS::SecretsManager::Secret');
    expect(secrets).toHaveLength(3);
    for (const [, { Properties, DeletionPolicy }] of secrets) {
      expect(Properties['SecretString']).toBeUndefined();
      expect(Properties['GenerateSecretString']).toEqual({
        SecretStringTemplate: '{}',
        GenerateStringKey: 'current',
        PasswordLength: 64,
        ExcludePunctuation: true,
      });
      expect(DeletionPolicy).toBe('Retain');
    }
  });
});
