import { Duration } from 'aws-cdk-lib';
import type { IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { acknowledge } from './acknowledge.ts';
import { houseLog } from './house-log.ts';
import { logicalId } from './template-names.ts';

export interface SiteFilesProps {
  readonly folder: string;
  readonly bucket: IBucket;
  readonly distribution: IDistribution;
  readonly logDays: Stage['logDays'];
}

const hashed = '_app/immutable/*';

/**
 * Uploads the built site: first the files whose names carry their hash, which stay for pages that are still open
 * in somebody's browser, then the pages that refer to them.
 */
export class SiteFiles extends Construct {
  constructor(scope: Construct, id: string, { folder, bucket, distribution, logDays }: SiteFilesProps) {
    super(scope, id);
    const common = {
      sources: [Source.asset(folder)],
      destinationBucket: bucket,
      // Empties the bucket when the stack goes; it holds nothing that a build does not make again.
      retainOnDelete: false,
      logGroup: houseLog(this, 'Log', logDays),
      memoryLimit: 512,
    };
    const files = new BucketDeployment(this, 'Hashed', {
      ...common,
      exclude: ['*'],
      include: [hashed],
      prune: false,
      cacheControl: [
        CacheControl.setPublic(),
        CacheControl.maxAge(Duration.days(365)),
        CacheControl.immutable(),
      ],
    });
    const pages = new BucketDeployment(this, 'Pages', {
      ...common,
      exclude: [hashed],
      cacheControl: [CacheControl.noCache()],
      distribution,
      distributionPaths: ['/*'],
    });
    pages.node.addDependency(files);
    acknowledge(pages.handlerRole.node.scope ?? pages, uploaderFindings(logicalId(bucket)));
  }
}

/** What cdk-nag finds in the library's own uploader, a function that runs during a deploy and at no other time. */
function uploaderFindings(bucket: string): Record<string, string> {
  const library = "Made by the library's BucketDeployment; it runs during a deploy only.";
  const read = 'It reads the assets of the bootstrap bucket, whose names are hashes.';
  const write = "It replaces the files of the site's bucket, whatever their names.";
  return {
    'AwsSolutions-L1': library,
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]':
      library,
    'AwsSolutions-IAM5[Action::s3:GetBucket*]': library,
    'AwsSolutions-IAM5[Action::s3:GetObject*]': library,
    'AwsSolutions-IAM5[Action::s3:List*]': library,
    'AwsSolutions-IAM5[Action::s3:Abort*]': library,
    'AwsSolutions-IAM5[Action::s3:DeleteObject*]': library,
    'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*]':
      read,
    [`AwsSolutions-IAM5[Resource::<${bucket}.Arn>/*]`]: write,
    'AwsSolutions-IAM5[Resource::*]':
      'The library asks for every distribution to invalidate; the stack has one.',
  };
}
