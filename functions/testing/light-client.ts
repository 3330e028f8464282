import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { clientOf } from './gated-table.ts';

type Fields = Record<string, any>;

const operations: Record<string, string> = {
  BatchGetCommand: 'BatchGetItem',
  BatchWriteCommand: 'BatchWriteItem',
  DeleteCommand: 'DeleteItem',
  GetCommand: 'GetItem',
  PutCommand: 'PutItem',
  QueryCommand: 'Query',
  ScanCommand: 'Scan',
  TransactWriteCommand: 'TransactWriteItems',
  UpdateCommand: 'UpdateItem',
};
/** Fields that are an item, or attributes of one, in what is asked and answered. */
const items = new Set(['Key', 'Item', 'ExclusiveStartKey', 'LastEvaluatedKey', 'Attributes']);
const lists = new Set(['Items', 'Keys']);

/**
 * The calls of the document client to the local engine, without the SDK's own work, which takes several times as long as
 * the engine's: for tests that run the same thing hundreds of times. What it doesn't know it refuses.
 */
export function lightClient(endpoint: string): DynamoDBDocumentClient {
  const { hostname, port } = new URL(endpoint);
  const agent = new Agent({ keepAlive: true });
  return clientOf(async ({ input, constructor: { name } }) => {
    const operation = operations[name];
    if (operation === undefined) throw new Error(`No such call here: ${name}`);
    const body = JSON.stringify(asked(input));
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20261126/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      'x-amz-date': '20261126T090000Z',
      'content-length': Buffer.byteLength(body),
    };
    const answer = await new Promise<Fields>((resolve, reject) => {
      const sent = request({ hostname, port, method: 'POST', path: '/', agent, headers }, (response) => {
        text(response).then((content) => {
          const fields = JSON.parse(content) as Fields;
          if (response.statusCode === 200) resolve(answered(fields));
          else reject(refusal(fields));
        }, reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
    return answer;
  });
}

const options = { removeUndefinedValues: true } as const;

function asked(value: any, field = ''): unknown {
  if (value === undefined) return undefined;
  if (items.has(field) || field === 'ExpressionAttributeValues') return marshall(value, options);
  if (lists.has(field)) return value.map((item: any) => marshall(item, options));
  return mapped(value, asked);
}

function answered(value: any, field = ''): any {
  if (items.has(field)) return unmarshall(value);
  if (lists.has(field)) return value.map((item: any) => unmarshall(item));
  if (field === 'Responses') return mapped(value, (found: any) => found.map((item: any) => unmarshall(item)));
  return mapped(value, answered);
}

function mapped(value: any, change: (inner: any, field: string) => unknown): unknown {
  if (Array.isArray(value)) return value.map((inner) => change(inner, ''));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, change(inner, name)]));
}

function refusal({ __type: type = '', message, Message, CancellationReasons, Item }: Fields): Error {
  const said = { message: message ?? Message, $metadata: {} };
  if (type.endsWith('TransactionCanceledException'))
    return new TransactionCanceledException({ ...said, CancellationReasons });
  if (type.endsWith('ConditionalCheckFailedException'))
    return new ConditionalCheckFailedException({ ...said, Item });
  return Object.assign(new Error(said.message), { name: type.split('#').at(-1) });
}
