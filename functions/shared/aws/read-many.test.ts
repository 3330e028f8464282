import { BatchGetCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test } from 'vitest';
import { isUnavailable } from './faults.ts';
import { readMany } from './read-many.ts';

const keys = ['a', 'b', 'c'].map((pk) => ({ pk, sk: 'x' }));

/** A table that reads so many keys of each call, and leaves the others. */
function setup(atATime: number) {
  const client = mockClient(DynamoDBDocumentClient);
  client.on(BatchGetCommand).callsFake(({ RequestItems }: BatchGetCommand['input']) => {
    const asked = RequestItems?.['table']?.Keys ?? [];
    const unread = asked.slice(atATime);
    return {
      Responses: { table: asked.slice(0, atATime).filter(({ pk }) => pk !== 'b') },
      UnprocessedKeys: unread.length === 0 ? {} : { table: { Keys: unread, ConsistentRead: true } },
    };
  });
  const table = { client: client as unknown as DynamoDBDocumentClient, name: 'table' };
  const asked = () =>
    client
      .commandCalls(BatchGetCommand)
      .map(({ args }) => args[0].input.RequestItems?.['table']?.Keys?.map(({ pk }) => pk as string));
  return { table, asked };
}

test('items come in the order of their keys, in one call; one that is not there is undefined', async () => {
  const { table, asked } = setup(3);
  expect(await readMany(table, keys)).toEqual([keys[0], undefined, keys[2]]);
  expect(asked()).toEqual([['a', 'b', 'c']]);
});

test('what is left unread is asked for again, and nothing else', async () => {
  const { table, asked } = setup(1);
  expect(await readMany(table, keys)).toEqual([keys[0], undefined, keys[2]]);
  expect(asked()).toEqual([['a', 'b', 'c'], ['b', 'c'], ['c']]);
});

test('what stays unread is a part that does not answer, not items that are not there', async () => {
  const { table, asked } = setup(0);
  const fault = await readMany(table, keys).catch((error: unknown) => error);
  expect(isUnavailable(fault)).toBe(true);
  expect(asked()).toHaveLength(3);
});
