import { describe, expect, test } from 'vitest';
import { stageApp, templates } from './tests/synthesized.ts';

/** What holds something that a deploy can't make again. */
const stateful = new Set([
  'AWS::DynamoDB::Table',
  'AWS::S3::Bucket',
  'AWS::Cognito::UserPool',
  'AWS::SecretsManager::Secret',
  'AWS::KMS::Key',
]);

const prod = templates(stageApp('prod').stacks);
const found = (['data', 'identity'] as const).flatMap((stack) =>
  Object.entries<Record<string, any>>(prod[stack].toJSON()['Resources'])
    .filter(([, { Type }]) => stateful.has(Type))
    .map(([id, resource]) => ({ id, stack, resource })),
);

describe('what holds state', () => {
  /**
   * Under another logical id CloudFormation makes a new, empty one: a construct that is moved or renamed fails here before it
   * is deployed. To add one is fine: run this file with `-u`. A line that changes or goes is data left behind.
   */
  test('keeps its logical ids', () => {
    expect(
      found.map(({ stack, id, resource }) => `${stack} ${resource['Type']} ${id}`).toSorted(),
    ).toMatchSnapshot();
  });

  test.each(found)(
    '$id has no name of its own, which would keep it from ever being replaced',
    ({ resource }) => {
      for (const name of ['TableName', 'BucketName', 'UserPoolName', 'Name'])
        expect(resource['Properties']).not.toHaveProperty(name);
    },
  );

  // Exports are made anew for whoever asks again.
  test.each(found.filter(({ id }) => !id.startsWith('RecordsExports')))(
    '$id outlives its stack in prod',
    ({ resource }) => {
      expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    },
  );
});
