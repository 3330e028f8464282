import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { accountCreated } from '#events/lifecycle/account-created.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { eventKey } from '#functions/shared/table.ts';

const signUpLineSchema = v.object({ type: v.literal(accountCreated.type), data: accountCreated.data });

/** The name that somebody signed up with, which the first lines of the logs have; undefined where those have ended. */
export async function nameAtSignUp(table: Table, accountId: string): Promise<string | undefined> {
  const { Items = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': eventKey(accountId, '').pk },
      // It is among the first: events are in the order of their time.
      Limit: 10,
    }),
  );
  const line = Items.find((item) => v.is(signUpLineSchema, item));
  return line === undefined ? undefined : v.parse(signUpLineSchema, line).data.name;
}
