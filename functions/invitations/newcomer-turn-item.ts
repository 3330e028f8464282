import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { TransactItem } from '#functions/shared/aws/transaction.ts';
import { after, minutes, timeToLive } from '#functions/shared/clock.ts';
import { newcomerKey } from '#functions/shared/table.ts';

/** Longer than any request can run. */
const lease = 1 * minutes;

/** One request's turn at making the account of an address: a second one would take its user from under it. */
export interface Turn {
  readonly email: string;
  readonly turnId: string;
}

const whileMine = (tableName: string, { email, turnId }: Turn) => ({
  TableName: tableName,
  Key: newcomerKey(email),
  ConditionExpression: 'turnId = :turn',
  ExpressionAttributeValues: { ':turn': turnId },
});

/** Takes the turn by one conditional write; false while another request has it. One that was killed loses it. */
export async function takeTurn(table: Table, turn: Turn, now: Date): Promise<boolean> {
  const until = after(now, lease);
  return succeeds(
    table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: {
          ...newcomerKey(turn.email),
          turnId: turn.turnId,
          until: until.toISOString(),
          expiresAtSeconds: timeToLive(until),
        },
        ConditionExpression: 'attribute_not_exists(pk) OR #until <= :now',
        ExpressionAttributeNames: { '#until': 'until' },
        ExpressionAttributeValues: { ':now': now.toISOString() },
      }),
    ),
  );
}

/** The check that the turn is still this request's. */
export function hasTurn(tableName: string, turn: Turn): TransactItem {
  return { ConditionCheck: whileMine(tableName, turn) };
}

/** Ends the turn, however it went. */
export async function endTurn(table: Table, turn: Turn): Promise<void> {
  await succeeds(table.client.send(new DeleteCommand(whileMine(table.name, turn))));
}

async function succeeds(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
