import { expect, it } from 'vitest';

import { isChange, toItemChange } from './stream-record.ts';

const key = { pk: { S: 'A' }, sk: { S: 'B' } };
const change = (NewImage: object, OldImage: object, eventName: 'INSERT' | 'MODIFY' = 'MODIFY') =>
  toItemChange(
    {
      eventID: '1',
      eventName,
      dynamodb: {
        Keys: key,
        NewImage: { ...key, ...NewImage },
        OldImage: { ...key, ...OldImage },
        SequenceNumber: '7',
        ApproximateCreationDateTime: new Date('2026-05-12T12:00:00.900Z'),
      },
    },
    'arn',
  );

it('passes records on as JSON: every kind of value, bytes in Base64, seconds', () => {
  const values = {
    s: { S: 'a' },
    n: { N: '1.5' },
    b: { B: new Uint8Array([0, 255]) },
    bool: { BOOL: false },
    none: { NULL: true },
    m: { M: { inner: { L: [{ B: Buffer.from('hi') }, { S: '' }] } } },
    ss: { SS: ['a'] },
    ns: { NS: ['1'] },
    bs: { BS: [new Uint8Array([1])] },
  };
  const record = change(values, {});
  expect(record.dynamodb.NewImage).toEqual({
    ...key,
    ...values,
    b: { B: 'AP8=' },
    m: { M: { inner: { L: [{ B: 'aGk=' }, { S: '' }] } } },
    bs: { BS: ['AQ=='] },
  });
  expect(record.dynamodb.ApproximateCreationDateTime).toBe(1_778_587_200);
  expect(JSON.parse(JSON.stringify(record)).dynamodb.NewImage).toEqual(record.dynamodb.NewImage);
});

it('knows a write that changed nothing', () => {
  const image = { a: { M: { b: { L: [{ N: '1' }] } } } };
  expect(isChange(change(image, structuredClone(image)))).toBe(false);
  expect(isChange(change(image, { a: { M: { b: { L: [{ N: '2' }] } } } }))).toBe(true);
  expect(isChange(change({}, {}, 'INSERT'))).toBe(true);
});
