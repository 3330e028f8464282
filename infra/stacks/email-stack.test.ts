import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { only, readable, resources, stageApp, templates } from './tests/synthesized.ts';

const { email, api } = templates(stageApp('prod').stacks);

const dkimRecords = (template: Template) =>
  Object.keys(template.findOutputs('*')).filter((output) => output.startsWith('Dkim'));

describe('security mail', () => {
  test('has a configuration set of its own that insists on TLS and spares those who complained', () => {
    expect(only(email, 'AWS::SES::ConfigurationSet').Properties).toMatchObject({
      Name: 'latchkey-prod-security',
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
      ReputationOptions: { ReputationMetricsEnabled: true },
      SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    });
  });

  test('reports what came of it to the default bus, and from there to ours', () => {
    const { EventDestination: destination } = only(
      email,
      'AWS::SES::ConfigurationSetEventDestination',
    ).Properties;
    expect(destination.Enabled).toBe(true);
    expect(destination.MatchingEventTypes).toEqual([
      'bounce',
      'complaint',
      'deliveryDelay',
      'reject',
      'renderingFailure',
    ]);
    expect(readable(destination.EventBridgeDestination.EventBusArn)).toMatch(/:event-bus\/default$/);

    const rule = resources(api, 'AWS::Events::Rule').find(
      ([, { Properties }]) => Properties['EventPattern']?.source[0] === 'aws.ses',
    )![1].Properties;
    expect(rule['EventBusName']).toBeUndefined();
    expect(readable(rule['EventPattern'].detail.mail.tags['ses:configuration-set'][0])).toBe('Security');
    expect(rule['Targets']).toHaveLength(1);
    expect(readable(rule['Targets'][0].Arn)).toBe('Bus.Arn');
  });
});

describe('the sender', () => {
  test("is the domain of the stage's address, with the DKIM records to write", () => {
    expect(only(email, 'AWS::SES::EmailIdentity').Properties['EmailIdentity']).toBe('example.com');
    expect(dkimRecords(email)).toEqual(['Dkim1', 'Dkim2', 'Dkim3']);
  });

  test('is the address itself where the stage says so', () => {
    const template = templates(stageApp('dev', { mailIdentity: 'address' }).stacks).email;
    expect(only(template, 'AWS::SES::EmailIdentity').Properties['EmailIdentity']).toBe('account@example.com');
    expect(dkimRecords(template)).toEqual([]);
  });

  test('is not made where the account has it already', () => {
    const template = templates(stageApp('dev', { mailIdentity: 'existing' }).stacks).email;
    expect(resources(template, 'AWS::SES::EmailIdentity')).toEqual([]);
  });
});
