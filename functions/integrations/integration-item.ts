import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { TransactItem } from '#functions/shared/aws/transaction.ts';
import { integrationKey, integrationPrefix } from '#functions/shared/table.ts';
import { integrationSchema as viewSchema } from './contract.ts';
import type { Provider } from './provider-contract.ts';

/**
 * A connected provider of a company. What admins may see stands beside what only KMS opens, so that no list
 * needs KMS. The version is the id of the event that wrote it: one that comes back after a disconnection is
 * another one.
 */
const itemSchema = v.object({
  ...v.pick(viewSchema, ['provider', 'version', 'fields', 'rotatedAt', 'lastTest']).entries,
  companyId: v.string(),
  connectedAt: v.string(),
  sealed: v.string(),
});
export type Integration = v.InferOutput<typeof itemSchema>;

/** Reads one provider of a company, consistently; null when it isn't connected. */
export async function readIntegration(
  table: Table,
  companyId: string,
  provider: Provider,
): Promise<Integration | null> {
  const { Item } = await table.client.send(
    new GetCommand({
      TableName: table.name,
      Key: integrationKey(companyId, provider),
      ConsistentRead: true,
    }),
  );
  return parseIntegration(Item);
}

/** The connected providers of a company, of which there are four at most. */
export async function readIntegrations(table: Table, companyId: string): Promise<Integration[]> {
  const { Items = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :company AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: {
        ':company': integrationKey(companyId, '').pk,
        ':prefix': integrationPrefix,
      },
      ConsistentRead: true,
    }),
  );
  return Items.map((item) => v.parse(itemSchema, item));
}

/** What stands in the table, or what a failed condition found there; null when that is nothing. */
export function parseIntegration(item: Record<string, unknown> | undefined): Integration | null {
  return item === undefined ? null : v.parse(itemSchema, item);
}

/** The condition that nobody wrote since `read`; null: that it is still not connected. */
function unchanged(read: Integration | null) {
  return read === null
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : {
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': read.version },
      };
}

/** The write that stores an integration over what was read; what stood there before is kept nowhere. */
export function putIntegration(
  tableName: string,
  integration: Integration,
  over: Integration | null,
): TransactItem {
  return {
    Put: {
      TableName: tableName,
      Item: { ...integrationKey(integration.companyId, integration.provider), ...integration },
      ...unchanged(over),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

/** The write that deletes an integration, ciphertext and all. */
export function deleteIntegration(tableName: string, read: Integration): TransactItem {
  return {
    Delete: {
      TableName: tableName,
      Key: integrationKey(read.companyId, read.provider),
      ...unchanged(read),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

/** The write that keeps what a test found, unless other credentials have come meanwhile. */
export function keepTest(
  tableName: string,
  read: Integration,
  result: NonNullable<Integration['lastTest']>,
): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: integrationKey(read.companyId, read.provider),
      UpdateExpression: 'SET #lastTest = :result',
      ConditionExpression: '#version = :version',
      ExpressionAttributeNames: { '#version': 'version', '#lastTest': 'lastTest' },
      ExpressionAttributeValues: { ':version': read.version, ':result': result },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}
