import { describe, expect, test } from 'vitest';
import { only, readable, resources, stageApp, templates } from './tests/synthesized.ts';

const streamArn =
  'arn:aws:dynamodb:eu-central-1:111122223333:table/latchkey-restored/stream/2026-11-20T10:00:00.000';
const before = templates(stageApp('prod').stacks);
const after = templates(stageApp('prod', { restoredTable: { name: 'latchkey-restored', streamArn } }).stacks);

const exportsOf = (template: typeof before.data) =>
  Object.fromEntries(
    Object.values<any>(template.toJSON()['Outputs'])
      .filter(({ Export }) => Export)
      .map(({ Export, Value }) => [JSON.stringify(Export.Name), Value]),
  );

describe('a table that was restored', () => {
  test('is what every function uses, and may use', () => {
    const functions = resources(after.api, 'AWS::Lambda::Function');
    const names = functions.map(
      ([, { Properties }]) => Properties['Environment']?.Variables?.TABLE_NAME ?? 'latchkey-restored',
    );
    expect(new Set(names)).toEqual(new Set(['latchkey-restored']));
    const rights = resources(after.api, 'AWS::IAM::Policy').flatMap(([, { Properties }]) =>
      [Properties['PolicyDocument'].Statement].flat(),
    );
    const tables = rights
      .filter(({ Action }) => [Action].flat().some((action: string) => action.startsWith('dynamodb:')))
      .flatMap(({ Resource }) => [Resource].flat().map(readable));
    const restored = 'arn:<Partition>:dynamodb:<Region>:<AccountId>:table/latchkey-restored';
    expect(new Set(tables)).toEqual(new Set([restored, `${restored}/index/gsi1`, 'RecordsTable.Arn']));
  });

  test('is what the pipe carries events out of', () => {
    expect(only(after.api, 'AWS::Pipes::Pipe').Properties['Source']).toBe(streamArn);
  });

  test('is watched, and so is the one before it', () => {
    const watched = resources(after.observability, 'AWS::CloudWatch::Alarm')
      .map(([, { Properties }]) => Properties['AlarmName'])
      .filter((name) => name.endsWith('-write-throttles'));
    expect(watched.toSorted()).toEqual([
      'latchkey-prod-records-table-write-throttles',
      'latchkey-prod-restored-gsi1-write-throttles',
      'latchkey-prod-restored-write-throttles',
      'latchkey-prod-table-gsi1-write-throttles',
      'latchkey-prod-table-write-throttles',
    ]);
  });

  // The stack of the data is deployed first, while the others still import what it exports.
  test('takes no export from those that import it until they are deployed', () => {
    expect(exportsOf(after.data)).toMatchObject(exportsOf(before.data));
  });

  test('leaves the stack’s own table and all else that it holds as they are', () => {
    expect(after.data.toJSON()['Resources']).toEqual(before.data.toJSON()['Resources']);
  });
});
