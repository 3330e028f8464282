import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

export interface WebAclProps {
  readonly name: string;
  /** What one address may ask in five minutes, pages and API together. */
  readonly requestsPerFiveMinutes: number;
}

/**
 * What AWS keeps of known attackers, and how much one address may ask. AWS's common rules are left out: they refuse bodies over
 * 8 KB, photos among them, and names and notes that look like markup, which our own parsing takes for what they are.
 */
const managedRules = ['AWSManagedRulesAmazonIpReputationList', 'AWSManagedRulesKnownBadInputsRuleSet'];

/** The web ACL of a distribution. Must be made in us-east-1, the only Region that CloudFront takes one from. */
export class WebAcl extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, requestsPerFiveMinutes }: WebAclProps) {
    super(scope, id);
    const visible = (metricName: string) => ({
      metricName,
      cloudWatchMetricsEnabled: true,
      // Samples hold requests, and so the codes of mailed links.
      sampledRequestsEnabled: false,
    });
    const acl = new CfnWebACL(this, 'Acl', {
      name,
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visible(name),
      rules: [
        {
          name: 'requests-of-one-address',
          priority: 0,
          action: { block: { customResponse: { responseCode: 429 } } },
          statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: requestsPerFiveMinutes } },
          visibilityConfig: visible('requests-of-one-address'),
        },
        ...managedRules.map((rules, index) => ({
          name: rules,
          priority: index + 1,
          overrideAction: { none: {} },
          statement: { managedRuleGroupStatement: { vendorName: 'AWS', name: rules } },
          visibilityConfig: visible(rules),
        })),
      ],
    });
    this.arn = acl.attrArn;
  }
}
