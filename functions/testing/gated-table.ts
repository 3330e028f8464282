import { BatchGetCommand, BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Gate, Passing } from './gate.ts';

type Command = { readonly input: any; readonly constructor: { readonly name: string } };
type Send = (command: Command) => Promise<any>;

/** A client of which paginators, too, believe that it is one. */
export function clientOf(send: Send): DynamoDBDocumentClient {
  return Object.assign(Object.create(DynamoDBDocumentClient.prototype), { send });
}

/** A table whose calls pass through a gate. */
export function gatedTable(
  { client, name }: Table,
  service: Passing['service'],
  { pass }: Pick<Gate, 'pass'>,
): Table {
  const real = (command: Command) => client.send(command as never);
  const send: Send = (command) =>
    pass(
      { service, command: command.constructor.name },
      { whole: () => real(command), part: partOf(command, name, real) },
    );
  return { name, client: clientOf(send) };
}

/** Half of a batch: the rest is said to be left over. */
function partOf(command: Command, name: string, send: Send): (() => Promise<unknown>) | undefined {
  if (command instanceof BatchWriteCommand) {
    const requests = command.input.RequestItems?.[name] ?? [];
    const done = Math.ceil(requests.length / 2);
    return async () => {
      await send(new BatchWriteCommand({ RequestItems: { [name]: requests.slice(0, done) } }));
      const left = requests.slice(done);
      return { UnprocessedItems: left.length === 0 ? {} : { [name]: left } };
    };
  }
  if (command instanceof BatchGetCommand) {
    const request = command.input.RequestItems?.[name];
    const keys = request?.Keys ?? [];
    const done = Math.ceil(keys.length / 2);
    return async () => {
      const asking = (Keys: typeof keys) => ({ [name]: { ...request, Keys } });
      const answer = await send(new BatchGetCommand({ RequestItems: asking(keys.slice(0, done)) }));
      const left = keys.slice(done);
      return { ...answer, UnprocessedKeys: left.length === 0 ? {} : asking(left) };
    };
  }
  return undefined;
}
