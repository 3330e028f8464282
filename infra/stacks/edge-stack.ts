import { CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { WebAcl } from '../constructs/web-acl.ts';

/** CloudFront reads certificates and web ACLs from here only, and reports here only, wherever the rest of a stage is. */
export const edgeRegion = 'us-east-1';

/** Whether a stage needs anything in that Region. */
export function needsEdgeStack({ domain, webAcl }: Stage): boolean {
  return webAcl !== undefined || (domain !== undefined && domain.certificateArn === undefined);
}

/**
 * What CloudFront takes from us-east-1 only: the web ACL, and the certificate where the stage brings none. The site stack is in
 * another Region and reads both by the names of outputs: no reference of the library crosses Regions without fixed ones.
 */
export class EdgeStack extends Stack {
  readonly webAclArn: string | undefined;
  readonly certificateArn: string | undefined;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id, {
      description: `Latchkey ${stage.name}: what CloudFront takes from ${edgeRegion} only`,
      env: { region: edgeRegion },
    });
    const { domain, webAcl } = stage;
    if (webAcl !== undefined) {
      const acl = new WebAcl(this, 'WebAcl', { name: `latchkey-${stage.name}`, ...webAcl });
      this.webAclArn = this.#publish('WebAclArn', acl.arn);
    }
    if (domain?.hostedZone !== undefined && domain.certificateArn === undefined) {
      const { id: hostedZoneId, name: zoneName } = domain.hostedZone;
      const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId, zoneName });
      const certificate = new Certificate(this, 'Certificate', {
        domainName: domain.name,
        validation: CertificateValidation.fromDns(zone),
      });
      this.certificateArn = this.#publish('CertificateArn', certificate.certificateArn);
    }
  }

  /** Makes an output; gives what reads it from any Region. */
  #publish(name: string, value: string): string {
    new CfnOutput(this, name, { value });
    return Fn.getStackOutput(this.stackName, name, edgeRegion);
  }
}
