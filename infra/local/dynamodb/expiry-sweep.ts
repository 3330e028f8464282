import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ConditionalCheckFailedException, DeleteItemCommand, paginateScan } from '@aws-sdk/client-dynamodb';

import { tableShape } from '#functions/shared/table.ts';

import type { Clock } from '../clock.ts';

const { partitionKey, sortKey, timeToLive } = tableShape;

const sweepEveryMilliseconds = 60_000;

/** As in DynamoDB, what has expired stays readable for a while. */
const lateSeconds = 3600;

/**
 * Deletes the items that expired a while ago, as DynamoDB does and the local engine doesn't. One that was given more
 * time since it was read stays.
 */
export async function sweepExpired(client: DynamoDBClient, tableName: string, now: number): Promise<number> {
  let swept = 0;
  const due = String(Math.floor(now / 1000) - lateSeconds);
  const pages = paginateScan(
    { client },
    {
      TableName: tableName,
      FilterExpression: '#expiry <= :due',
      ExpressionAttributeNames: { '#expiry': timeToLive, '#pk': partitionKey, '#sk': sortKey },
      ExpressionAttributeValues: { ':due': { N: due } },
      ProjectionExpression: '#pk, #sk, #expiry',
    },
  );
  for await (const { Items = [] } of pages) {
    for (const item of Items) if (await remove(client, tableName, item, due)) swept += 1;
  }
  return swept;
}

async function remove(
  client: DynamoDBClient,
  tableName: string,
  item: Record<string, AttributeValue>,
  due: string,
): Promise<boolean> {
  const [pk, sk] = [item[partitionKey], item[sortKey]];
  if (!pk || !sk) return false;
  try {
    await client.send(
      new DeleteItemCommand({
        TableName: tableName,
        Key: { [partitionKey]: pk, [sortKey]: sk },
        ConditionExpression: '#expiry <= :due',
        ExpressionAttributeNames: { '#expiry': timeToLive },
        ExpressionAttributeValues: { ':due': { N: due } },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Sweeps every minute, and after each advance of the clock; gives back how to stop. */
export function startSweeper(client: DynamoDBClient, tableName: string, clock: Clock): () => void {
  let sweeping = false;
  const sweep = async () => {
    if (sweeping) return;
    sweeping = true;
    try {
      await sweepExpired(client, tableName, clock.now());
    } catch {
      // The engine is down or hangs; what has expired can wait for the next sweep.
    } finally {
      sweeping = false;
    }
  };
  const timer = setInterval(() => void sweep(), sweepEveryMilliseconds);
  const leave = clock.onAdvance(() => void sweep());
  return () => {
    clearInterval(timer);
    leave();
  };
}
