import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { clientOf } from './gated-table.ts';
import { memoryTable, type Partitions } from './memory-table.ts';
import type { SimulatedClock } from './simulated-clock.ts';

type Item = Record<string, any>;
type Command = { readonly input: Item; readonly constructor: { readonly name: string } };

/** What DynamoDB allows one partition key in a second, and what a call takes. */
export const writesPerSecond = 1000;
const readsPerSecond = 3000;
const latency = 5;
const mostRequests = 25;
const mostBytes = 16 * 1024 * 1024;
/** Records of the product are about as long, in bytes: one write unit, a quarter of a read unit. */
const recordBytes = 1024;

/**
 * A table of records in memory that has DynamoDB's limits, on simulated time: 1,000 write units a second for each
 * partition key and not one in advance, 25 requests and 16 MB in a batch, unprocessed items for what is beyond, and an
 * error where nothing could be done.
 */
export function limitedTable(partitions: Partitions, clock: SimulatedClock): Table {
  const { client, name } = memoryTable(partitions);
  const real = async (command: Command): Promise<any> => client.send(command as never);
  const writes = allowance(clock, writesPerSecond, 0);
  const reads = allowance(clock, readsPerSecond, readsPerSecond);

  const batch = async (command: Command) => {
    const requests: Item[] = command.input['RequestItems'][name];
    checkBatch(requests);
    const [done, left]: [Item[], Item[]] = [[], []];
    for (const request of requests) (writes(partitionOf(request)) ? done : left).push(request);
    if (done.length === 0) throw exceeded();
    await real(new BatchWriteCommand({ RequestItems: { [name]: done } }));
    return { UnprocessedItems: left.length === 0 ? {} : { [name]: left } };
  };

  const send = async (command: Command) => {
    await clock.sleep(latency);
    const { name: called } = command.constructor;
    if (called === 'BatchWriteCommand') return batch(command);
    if (called === 'QueryCommand') {
      const answer = await real(command);
      const units = Math.ceil((answer.Count * recordBytes) / 4096);
      if (!reads(command.input['ExpressionAttributeValues'][':pk'], units)) throw exceeded();
      return answer;
    }
    if (!writes(command.input['Key'].pk)) throw exceeded();
    return real(command);
  };
  return { name, client: clientOf(send) };
}

/** What each partition key may still take: so much a second, saved up for a second at most. */
function allowance({ now }: SimulatedClock, perSecond: number, inAdvance: number) {
  const left = new Map<string, { units: number; at: number }>();
  return (pk: string, units = 1): boolean => {
    const before = left.get(pk) ?? { units: inAdvance, at: 0 };
    const current = Math.min(before.units + ((now() - before.at) * perSecond) / 1000, perSecond);
    const enough = current >= units;
    left.set(pk, { units: enough ? current - units : current, at: now() });
    return enough;
  };
}

function partitionOf({ PutRequest, DeleteRequest }: Item): string {
  return (PutRequest?.Item ?? DeleteRequest.Key).pk;
}

function checkBatch(requests: readonly Item[]): void {
  const keys = new Set(requests.map((request) => JSON.stringify(request['DeleteRequest']?.Key ?? request)));
  const bytes = requests.reduce((sum, request) => sum + JSON.stringify(request).length, 0);
  if (
    requests.length === 0 ||
    requests.length > mostRequests ||
    bytes > mostBytes ||
    keys.size < requests.length
  )
    throw Object.assign(new Error('No batch'), { name: 'ValidationException' });
}

function exceeded(): Error {
  const name = 'ProvisionedThroughputExceededException';
  return Object.assign(new Error('Exceeded'), { name, $metadata: { httpStatusCode: 400 } });
}
