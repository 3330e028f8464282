import {
  ApiMapping,
  DomainName,
  type HttpApi,
  type HttpStage,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { OriginMtls } from '../config.ts';

export interface ApiDomainProps extends OriginMtls {
  readonly httpApi: HttpApi;
  readonly apiStage: HttpStage;
  readonly zone: { readonly id: string; readonly name: string };
}

/** A host of its own for the API, which answers to whoever shows a certificate of the trust store: CloudFront. */
export class ApiDomain extends Construct {
  constructor(scope: Construct, id: string, props: ApiDomainProps) {
    super(scope, id);
    const { bucket, key } = props.trustStore;
    const domainName = new DomainName(this, 'Name', {
      domainName: props.apiHost,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', props.apiCertificateArn),
      securityPolicy: SecurityPolicy.TLS_1_2,
      mtls: { bucket: Bucket.fromBucketName(this, 'TrustStore', bucket), key },
    });
    new ApiMapping(this, 'Mapping', { api: props.httpApi, domainName, stage: props.apiStage });
    const record = {
      zone: HostedZone.fromHostedZoneAttributes(this, 'Zone', {
        hostedZoneId: props.zone.id,
        zoneName: props.zone.name,
      }),
      recordName: props.apiHost,
      target: RecordTarget.fromAlias(
        new ApiGatewayv2DomainProperties(domainName.regionalDomainName, domainName.regionalHostedZoneId),
      ),
    };
    new ARecord(this, 'Ipv4', record);
    new AaaaRecord(this, 'Ipv6', record);
  }
}
