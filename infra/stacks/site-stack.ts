import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  CfnDistribution,
  Distribution,
  HttpVersion,
  PriceClass,
  SecurityPolicyProtocol,
} from 'aws-cdk-lib/aws-cloudfront';
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { apiBehaviour, photoBehaviour, siteBehaviour } from '../constructs/behaviours.ts';
import { PhotoAccess } from '../constructs/photo-access.ts';
import { PrivateBucket } from '../constructs/private-bucket.ts';
import { SiteFiles } from '../constructs/site-files.ts';
import type { DataStack } from './data-stack.ts';
import type { EdgeStack } from './edge-stack.ts';
import type { GatewayStack } from './gateway-stack.ts';

export interface BuiltSite {
  /** The folder of the built site. */
  readonly folder: string;
  /** The headers of its pages, by their names in HTTP. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface SiteStackProps {
  readonly stage: Stage;
  readonly data: DataStack;
  readonly gateway: GatewayStack;
  /** What it takes from us-east-1; null where the stage needs nothing there. */
  readonly edge: EdgeStack | null;
  readonly site: BuiltSite;
}

const priceClasses = {
  'europe-and-america': PriceClass.PRICE_CLASS_100,
  most: PriceClass.PRICE_CLASS_200,
  everywhere: PriceClass.PRICE_CLASS_ALL,
} as const satisfies Record<Stage['edges'], PriceClass>;

const distributionFindings = {
  'AwsSolutions-CFR1': 'Who may use it is a matter of accounts and IP restrictions, not of countries.',
  'AwsSolutions-CFR3':
    'Its logs would hold the codes of mailed links, which are in query strings. The API logs by route.',
  'Annotation::@aws-cdk/aws-cloudfront-origins:updateImportedBucketPolicyOac': 'PhotoAccess is that policy.',
};

const withoutWebAcl = {
  'AwsSolutions-CFR2':
    'The stage has no `webAcl`: every operation has limits of its own, by address and account.',
};

const withoutDomain = {
  'AwsSolutions-CFR4':
    "Without a domain of its own it has CloudFront's certificate, whose lowest version AWS sets.",
};

/** The edge: one origin for browsers, in front of the site's files, the API and the photos. */
export class SiteStack extends Stack {
  /** The host that people see. */
  readonly host: string;
  /** Where people see the site, without a trailing slash. */
  readonly url: string;

  constructor(scope: Construct, id: string, { stage, data, gateway, edge, site }: SiteStackProps) {
    super(scope, id, { description: `Latchkey ${stage.name}: CloudFront and the static site` });
    const files = new PrivateBucket(this, 'Site', { enforceSSL: true, removalPolicy: RemovalPolicy.DESTROY });
    // Imported, so that the policy is made here and not in the stack that the bucket is in.
    const photos = Bucket.fromBucketAttributes(this, 'Photos', {
      bucketArn: data.avatars.bucketArn,
      bucketName: data.avatars.bucketName,
      bucketRegionalDomainName: data.avatars.bucketRegionalDomainName,
    });

    const { domain } = stage;
    const certificateArn = domain?.certificateArn ?? edge?.certificateArn;
    if (edge !== null) this.addStackDependency(edge);
    const distribution = new Distribution(this, 'Distribution', {
      // Only a change of the resource has CloudFormation look up the secret that it sends.
      comment: `Latchkey ${stage.name}, origin secret ${stage.originSecretTurn}`,
      defaultBehavior: siteBehaviour(this, files, site.folder, site.headers),
      additionalBehaviors: {
        '/api/*': apiBehaviour(this, gateway.host, data.originSecret),
        '/avatars/*': photoBehaviour(this, photos),
      },
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: priceClasses[stage.edges],
      // How long origins keep it waiting, which an alarm looks at.
      publishAdditionalMetrics: true,
      ...(edge?.webAclArn !== undefined && { webAclId: edge.webAclArn }),
      ...(domain &&
        certificateArn !== undefined && {
          minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
          domainNames: [domain.name],
          certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
        }),
    });
    if (domain?.originMtls) showCertificate(distribution, domain.originMtls.clientCertificateArn);
    this.host = domain?.name ?? distribution.distributionDomainName;
    this.url = `https://${this.host}`;

    new PhotoAccess(this, 'PhotoAccess', photos, distribution);
    new SiteFiles(this, 'Files', {
      folder: site.folder,
      bucket: files,
      distribution,
      logDays: stage.logDays,
    });
    if (domain?.hostedZone) this.#writeRecords(domain.name, domain.hostedZone, distribution);
    new CfnOutput(this, 'Url', { value: this.url, description: 'Where people see the site' });
    new CfnOutput(this, 'DistributionId', { value: distribution.distributionId });
    new CfnOutput(this, 'DistributionDomain', {
      value: distribution.distributionDomainName,
      description: 'What the DNS of the domain must point to',
    });
    acknowledge(distribution, {
      ...distributionFindings,
      ...(!domain && withoutDomain),
      ...(!stage.webAcl && withoutWebAcl),
    });
    acknowledge(files, {
      'AwsSolutions-S1': 'It holds what every visitor may read, and only CloudFront reads it.',
    });
  }

  #writeRecords(recordName: string, zone: { id: string; name: string }, distribution: Distribution): void {
    const common = {
      zone: HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId: zone.id, zoneName: zone.name }),
      recordName,
      target: RecordTarget.fromAlias(new CloudFrontTarget(distribution)),
    };
    new ARecord(this, 'Ipv4', common);
    new AaaaRecord(this, 'Ipv6', common);
  }
}

/** Has the distribution show a certificate to the API, its second origin; the construct has no property for that yet. */
function showCertificate(distribution: Distribution, clientCertificateArn: string): void {
  const resource = distribution.node.defaultChild;
  if (!(resource instanceof CfnDistribution)) throw new Error('The distribution has no resource');
  resource.addPropertyOverride('DistributionConfig.Origins.1.CustomOriginConfig.OriginMtlsConfig', {
    ClientCertificateArn: clientCertificateArn,
  });
}
