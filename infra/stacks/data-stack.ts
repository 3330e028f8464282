import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, StreamViewType, Table, TableBase } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { tableShape } from '#functions/shared/table.ts';
import type { Stage } from '../config.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { HouseSecret } from '../constructs/house-secret.ts';
import { outputs } from '../constructs/outputs.ts';
import { PrivateBucket } from '../constructs/private-bucket.ts';
import { RecordsStore } from '../constructs/records-store.ts';

/**
 * What must outlive every deploy: the table, the photos, the product's records, the secrets that requests and mails
 * rest on, and the key of the credentials in the table.
 */
export class DataStack extends Stack {
  /** The one table: the stack's own, or what was restored in its place. */
  readonly table: Table | TableBase;
  readonly avatars: PrivateBucket;
  /** What the law asks to be kept of deleted accounts, pseudonymised: written once, until its day. */
  readonly archive: PrivateBucket;
  /** What the product keeps about its companies. */
  readonly records: RecordsStore;
  /** What CloudFront proves itself with to the API. */
  readonly originSecret: Secret;
  /** The key that mailed codes are derived under. */
  readonly codeSecret: Secret;
  /** What push messages and unsubscribe links are signed under, and codes for phones derived. */
  readonly channelSecret: Secret;
  /** What the credentials of telephony providers are encrypted under; without it they are lost. */
  readonly integrationsKey: Key;

  constructor(scope: Construct, id: string, stage: Stage) {
    const isProtected = stage.data === 'protected';
    super(scope, id, {
      description: `Latchkey ${stage.name}: table, photos, records, secrets, key`,
      terminationProtection: isProtected,
    });
    const removalPolicy = isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    const table = new Table(this, 'Table', {
      partitionKey: { name: tableShape.partitionKey, type: AttributeType.STRING },
      sortKey: { name: tableShape.sortKey, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: tableShape.timeToLive,
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: isProtected,
      removalPolicy,
    });
    table.addGlobalSecondaryIndex({
      indexName: tableShape.indexName,
      partitionKey: { name: tableShape.indexPartitionKey, type: AttributeType.STRING },
      sortKey: { name: tableShape.indexSortKey, type: AttributeType.STRING },
    });
    this.table = stage.restoredTable ? this.#inPlaceOf(table, stage.restoredTable) : table;

    // Its policy (HTTPS only, read by the distribution only) stands beside the distribution in the site stack:
    // a bucket has one policy, and this one must name that distribution.
    this.avatars = new PrivateBucket(this, 'Avatars', {
      enforceSSL: false,
      removalPolicy,
      // A week to undo a mistake; then a removed photo is gone for good.
      ...(isProtected && { keepVersions: Duration.days(7) }),
    });
    acknowledge(this.avatars, {
      'AwsSolutions-S1':
        'Photos are read through CloudFront and written by one function; their requests are logged there.',
      'AwsSolutions-S10':
        'The policy that refuses plain HTTP is in the site stack (PhotoAccess), proven by its test.',
    });

    this.records = new RecordsStore(this, 'Records', stage);

    // It stays whatever the stage: until their day its objects can't be deleted, so neither can it.
    this.archive = new PrivateBucket(this, 'Archive', {
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
      writeOnce: true,
      expireAfter: Duration.days(stage.archiveDays + 1),
    });
    acknowledge(this.archive, {
      'AwsSolutions-S1':
        'One function of this stage writes it; what it does is in its log and on the receipts.',
    });

    const secret = (name: string, description: string) =>
      new HouseSecret(this, name, { description, removalPolicy }).secret;
    this.originSecret = secret('OriginSecret', 'What CloudFront sends to the API as x-latchkey-origin');
    this.codeSecret = secret('CodeSecret', 'The key that mailed codes are derived under');
    this.channelSecret = secret('ChannelSecret', 'What push messages and unsubscribe links are signed under');

    // Whoever else decrypts with it (the product's telephony) is granted it by IAM, under the same context.
    this.integrationsKey = new Key(this, 'IntegrationsKey', {
      description: 'Latchkey: credentials of telephony providers',
      alias: `latchkey-${stage.name}-integrations`,
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy,
    });
    outputs(this, {
      TableName: this.table.tableName,
      RecordsTableName: this.records.table.tableName,
      RecordingsBucketName: this.records.recordings.bucketName,
      OriginSecretId: this.originSecret.secretArn,
    });
  }
  /**
   * Has all others use a table that was restored. This stack is deployed before those that import its own table's name and
   * ARNs, and CloudFormation lets go of no export that somebody still imports: so these stay.
   */
  #inPlaceOf(own: Table, { name, streamArn }: NonNullable<Stage['restoredTable']>): TableBase {
    for (const attribute of [own.tableName, own.tableArn, own.tableStreamArn]) this.exportValue(attribute);
    const restored = Table.fromTableAttributes(this, 'Restored', {
      tableName: name,
      tableStreamArn: streamArn,
    });
    if (!(restored instanceof TableBase)) throw new Error('What was restored is no table');
    return restored;
  }
}
