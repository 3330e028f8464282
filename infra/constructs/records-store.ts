import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { tableShape } from '#functions/shared/table.ts';
import type { Stage } from '../config.ts';
import { acknowledge } from './acknowledge.ts';
import { PrivateBucket } from './private-bucket.ts';

/**
 * What the product keeps about its companies: records, the audio of recordings, and the archives that people
 * download. A table of its own, so that a bulk erasure takes no capacity from signing in, and fills no stream.
 */
export class RecordsStore extends Construct {
  readonly table: Table;
  readonly recordings: PrivateBucket;
  /** Where finished exports wait for a day. */
  readonly exports: PrivateBucket;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    const isProtected = stage.data === 'protected';
    const removalPolicy = isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.table = new Table(this, 'Table', {
      partitionKey: { name: tableShape.partitionKey, type: AttributeType.STRING },
      sortKey: { name: tableShape.sortKey, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: isProtected,
      removalPolicy,
    });
    // No versions: what is erased must be gone.
    this.recordings = new PrivateBucket(this, 'Recordings', { enforceSSL: true, removalPolicy });
    this.exports = new PrivateBucket(this, 'Exports', {
      enforceSSL: true,
      removalPolicy,
      // S3 counts whole days from midnight on; that a link has expired is checked in code.
      expireAfter: Duration.days(1),
    });
    for (const bucket of [this.recordings, this.exports]) {
      acknowledge(bucket, {
        'AwsSolutions-S1': 'Only functions of this stage read and write it; what they do is in their logs.',
      });
    }
  }
}
