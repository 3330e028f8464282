import { Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import type { StageSettings } from '../config.ts';
import { only, resources, stageApp, templates } from './tests/synthesized.ts';

const zone = { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' };
const name = 'account.example.com';
const originMtls = {
  apiHost: 'api.account.example.com',
  apiCertificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/0a1b',
  clientCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/0c1d',
  trustStore: { bucket: 'example-trust', key: 'latchkey.pem' },
};

function synthesized(settings: Partial<StageSettings>) {
  const { app, stacks } = stageApp('prod', settings);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const assembly = app.synth();
  const edge = assembly.stacks.find(({ stackName }) => stackName === 'latchkey-prod-edge');
  const { site, gateway } = templates(stacks);
  return {
    edge,
    edgeTemplate: edge && Template.fromJSON(edge.template),
    dependencies: assembly.getStackByName('latchkey-prod-site').dependencies.map(({ id }) => id),
    distribution: only(site, 'AWS::CloudFront::Distribution').Properties['DistributionConfig'],
    gateway,
  };
}

const read = (output: string) => ({
  'Fn::GetStackOutput': { StackName: 'latchkey-prod-edge', OutputName: output, Region: 'us-east-1' },
});

test('a stage that needs nothing of us-east-1 has no stack there', () => {
  expect(synthesized({}).edge).toBeUndefined();
  const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b';
  expect(synthesized({ domain: { name, certificateArn } }).edge).toBeUndefined();
});

describe('a web ACL', () => {
  const { edge, edgeTemplate, dependencies, distribution } = synthesized({
    webAcl: { requestsPerFiveMinutes: 3000 },
  });
  const acl = only(edgeTemplate!, 'AWS::WAFv2::WebACL').Properties;

  test('is made in us-east-1 before the distribution, which reads its ARN from there', () => {
    expect(edge!.environment.region).toBe('us-east-1');
    expect(dependencies).toContain('latchkey-prod-edge');
    expect(distribution.WebACLId).toEqual(read('WebAclArn'));
  });

  test('answers 429 to an address that asks too much, and knows what AWS knows of attackers', () => {
    expect(acl).toMatchObject({ Scope: 'CLOUDFRONT', DefaultAction: { Allow: {} } });
    const [rate, ...managed] = acl['Rules'];
    expect(rate.Statement.RateBasedStatement).toEqual({ AggregateKeyType: 'IP', Limit: 3000 });
    expect(rate.Action.Block.CustomResponse.ResponseCode).toBe(429);
    expect(managed.map(({ Statement }: any) => Statement.ManagedRuleGroupStatement.Name)).toEqual([
      'AWSManagedRulesAmazonIpReputationList',
      'AWSManagedRulesKnownBadInputsRuleSet',
    ]);
  });

  test('keeps no samples of requests, which hold the codes of mailed links', () => {
    for (const { VisibilityConfig } of [acl, ...acl['Rules']])
      expect(VisibilityConfig.SampledRequestsEnabled).toBe(false);
  });
});

test('a domain without a certificate gets one, proven in its zone, in us-east-1', () => {
  const { edgeTemplate, distribution } = synthesized({ domain: { name, hostedZone: zone } });
  expect(only(edgeTemplate!, 'AWS::CertificateManager::Certificate').Properties).toMatchObject({
    DomainName: name,
    ValidationMethod: 'DNS',
    DomainValidationOptions: [{ DomainName: name, HostedZoneId: zone.id }],
  });
  expect(distribution.ViewerCertificate.AcmCertificateArn).toEqual(read('CertificateArn'));
  expect(distribution.Aliases).toEqual([name]);
});

describe('certificates between CloudFront and the API', () => {
  const { distribution, gateway } = synthesized({ domain: { name, hostedZone: zone, originMtls } });

  test('CloudFront shows its own to the API, and to no other origin', () => {
    const api = distribution.Origins.filter(
      ({ CustomOriginConfig }: any) => CustomOriginConfig !== undefined,
    );
    expect(api).toHaveLength(1);
    expect(api[0].DomainName).toBe(originMtls.apiHost);
    expect(api[0].CustomOriginConfig.OriginMtlsConfig).toEqual({
      ClientCertificateArn: originMtls.clientCertificateArn,
    });
  });

  test('the API takes those of the trust store, and answers at no other host', () => {
    expect(only(gateway, 'AWS::ApiGatewayV2::Api').Properties['DisableExecuteApiEndpoint']).toBe(true);
    const properties = only(gateway, 'AWS::ApiGatewayV2::DomainName').Properties;
    expect(properties['DomainName']).toBe(originMtls.apiHost);
    expect(properties['MutualTlsAuthentication']).toEqual({
      TruststoreUri: 's3://example-trust/latchkey.pem',
    });
    expect(properties['DomainNameConfigurations'][0]).toMatchObject({ SecurityPolicy: 'TLS_1_2' });
    expect(
      resources(gateway, 'AWS::Route53::RecordSet').map(([, { Properties }]) => Properties['Type']),
    ).toEqual(['A', 'AAAA']);
  });

  test('without them the API has the host that AWS gave it', () => {
    const { gateway: plain } = synthesized({});
    expect(only(plain, 'AWS::ApiGatewayV2::Api').Properties['DisableExecuteApiEndpoint']).not.toBe(true);
    expect(resources(plain, 'AWS::ApiGatewayV2::DomainName')).toEqual([]);
  });
});
