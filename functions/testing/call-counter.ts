import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';

const capacitySchema = v.object({ CapacityUnits: v.optional(v.number(), 0) });
const consumedSchema = v.object({
  ConsumedCapacity: v.optional(v.union([v.array(capacitySchema), capacitySchema])),
});

const writes = /^(Put|Update|Delete|TransactWrite|BatchWrite)/;

/** The calls that a client made to DynamoDB, and the units they consumed. */
export interface CallCount {
  readonly calls: string[];
  readUnits: number;
  writeUnits: number;
}

/** Counts what a client sends, at the SDK; `take` gives the count so far and begins anew. */
export function countCalls(client: DynamoDBClient): { take: () => CallCount } {
  let count: CallCount = { calls: [], readUnits: 0, writeUnits: 0 };
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const name = (context.commandName ?? '').replace('Command', '');
      count.calls.push(name);
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
      const result = await next(args);
      const { ConsumedCapacity } = v.parse(consumedSchema, result.output);
      const consumed = [ConsumedCapacity ?? []].flat();
      const units = consumed.reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
      if (writes.test(name)) count.writeUnits += units;
      else count.readUnits += units;
      return result;
    },
    { step: 'initialize', name: 'countCalls' },
  );
  return {
    take: () => {
      const taken = count;
      count = { calls: [], readUnits: 0, writeUnits: 0 };
      return taken;
    },
  };
}

/** Notes the names of the commands that a client of Cognito sends; `take` gives those so far and begins anew. */
export function noteCommands(client: CognitoIdentityProviderClient): { take: () => string[] } {
  let names: string[] = [];
  client.middlewareStack.add(
    (next, context) => (args) => {
      names.push((context.commandName ?? '').replace('Command', ''));
      return next(args);
    },
    { step: 'initialize', name: 'noteCommands' },
  );
  return {
    take: () => {
      const taken = names;
      names = [];
      return taken;
    },
  };
}
