import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

export interface PrivateBucketProps {
  readonly removalPolicy: RemovalPolicy;
  /** Adds a policy that refuses plain HTTP; without it the bucket's one policy must be made elsewhere. */
  readonly enforceSSL: boolean;
  /** Keeps what was overwritten or deleted for so long; without it nothing is kept. */
  readonly keepVersions?: Duration;
  /** Deletes objects of this age, in whole days. */
  readonly expireAfter?: Duration;
  /**
   * Objects can be locked until their day: then nobody changes or deletes them, whatever their rights. Such a bucket has
   * versions, of which one that has expired stays as an earlier one; that goes a day later, or when its lock ends.
   */
  readonly writeOnce?: true;
}

/** A bucket that can't be made public, encrypted, owned by the account whoever writes to it. */
export class PrivateBucket extends Bucket {
  // Narrowed: the library's class says "true, false or undefined" here where its interface says "if at all".
  override get isWebsite(): boolean {
    return false;
  }

  constructor(
    scope: Construct,
    id: string,
    { keepVersions, expireAfter, writeOnce, ...props }: PrivateBucketProps,
  ) {
    super(scope, id, {
      ...props,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      versioned: keepVersions !== undefined || writeOnce === true,
      ...(writeOnce && { objectLockEnabled: true }),
      lifecycleRules: [
        {
          abortIncompleteMultipartUploadAfter: Duration.days(1),
          ...(expireAfter && { expiration: expireAfter }),
          ...(keepVersions && { noncurrentVersionExpiration: keepVersions, expiredObjectDeleteMarker: true }),
          ...(writeOnce && { noncurrentVersionExpiration: Duration.days(1) }),
        },
      ],
    });
  }
}
