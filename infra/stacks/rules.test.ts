import { Validations } from 'aws-cdk-lib';
import type { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import type { stages, StageSettings } from '../config.ts';
import { stageApp } from './tests/synthesized.ts';

/** The stages that are for people: an emulator's has no edge, and no rule of AWS to keep. */
const names = ['dev', 'staging', 'prod'] as const satisfies (keyof typeof stages)[];

/** A stage's app that is checked as by infra/app.ts: synthesis throws what the rules find. */
function checkedApp(name: keyof typeof stages, settings: Partial<StageSettings> = {}) {
  const { app, stacks } = stageApp(name, settings);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { app, stacks };
}

test.each(names)('%s breaks no rule of AwsSolutions without a reason', (name) => {
  expect(() => checkedApp(name).app.synth()).not.toThrow();
});

describe('with the library’s own rules, which synthesized.ts turns off', { timeout: 120_000 }, () => {
  const withLibraryRules = (synth: () => void) => () => {
    process.env['CDK_VALIDATION'] = 'true';
    try {
      synth();
    } finally {
      process.env['CDK_VALIDATION'] = 'false';
    }
  };

  test('prod with a domain, certificates, a web ACL and a restored table, the largest there is, breaks none', () => {
    const domain = {
      name: 'account.example.com',
      hostedZone: { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' },
      originMtls: {
        apiHost: 'api.account.example.com',
        apiCertificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/0a1b2c3d',
        clientCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/4e5f6a7b',
        trustStore: { bucket: 'example-trust', key: 'latchkey.pem' },
      },
    };
    const restoredTable = {
      name: 'latchkey-restored',
      streamArn:
        'arn:aws:dynamodb:eu-central-1:111122223333:table/latchkey-restored/stream/2026-11-20T10:00:00.000',
    };
    const webAcl = { requestsPerFiveMinutes: 3000 };
    const { app } = checkedApp('prod', { domain, webAcl, restoredTable });
    expect(withLibraryRules(() => app.synth())).not.toThrow();
  });

  test('what breaks one of either is found', () => {
    const { app, stacks } = checkedApp('dev');
    new Bucket(stacks.data, 'Loose');
    (stacks.data.table.node.defaultChild as CfnTable).addPropertyOverride('BillingMode', 'FREE');
    expect(withLibraryRules(() => app.synth())).toThrow(/AwsSolutions-S10[\s\S]*CloudFormation-Validate::/);
  });
});
