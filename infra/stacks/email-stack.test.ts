import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { only, readable, resources, stageApp, templates } from './tests/synthesized.ts';

const { email, api } = templates(stageApp('prod').stacks);

const dkimRecords = (template: Template) =>
  Object.keys(template.findOutputs('*')).filter((output) => output.startsWith('Dkim'));

describe.each(['security', 'notifications'])('the configuration set of %s', (kind) => {
  const [id, { Properties: set }] = resources(email, 'AWS::SES::ConfigurationSet').find(
    ([, { Properties }]) => Properties['Name'] === `latchkey-prod-${kind}`,
  )!;

  test('insists on TLS, and drops nothing without a word (decision 023)', () => {
    expect(set).toMatchObject({
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
      ReputationOptions: { ReputationMetricsEnabled: true },
      SuppressionOptions: { SuppressedReasons: [] },
    });
  });

  test('reports what came of it to the default bus, and from there to ours', () => {
    const { EventDestination: destination } = resources(
      email,
      'AWS::SES::ConfigurationSetEventDestination',
    ).find(([, { Properties }]) => Properties['ConfigurationSetName'].Ref === id)![1].Properties;
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
      ([, { Properties }]) => Properties['EventPattern']?.source?.[0] === 'aws.ses',
    )![1].Properties;
    expect(rule['EventBusName']).toBeUndefined();
    const sets: unknown[] = rule['EventPattern'].detail.mail.tags['ses:configuration-set'];
    expect(sets.map(readable).toSorted()).toEqual(['Notifications', 'Security']);
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
