import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { eventSource } from '#events/envelope.ts';
import { chainPartitionPrefix, eventPartitionPrefix } from '#functions/shared/table.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { AccountFunctionProps } from './account-function.ts';
import { EventQueue } from './event-queue.ts';
import { checkPartitions, readTable, writePartitions } from './grants.ts';

/** A batch of a hundred lines, of as many logs: five transactions at a time, each with all its tries. */
const chainTimeout = Duration.seconds(60);

/** What links lines of logs: it reads them, and can change nothing but chains. */
export function chainShape(
  data: DataStack,
  common: Readonly<Record<string, string>>,
): Omit<AccountFunctionProps, 'name' | 'logDays'> {
  return {
    description: 'Links lines of logs: reads the table, writes chains and nothing else',
    environment: common,
    grants: [
      readTable(data.table),
      // Of the lines that it links: that they are still there.
      checkPartitions(data.table, eventPartitionPrefix),
      writePartitions(data.table, chainPartitionPrefix),
    ],
    timeout: chainTimeout,
  };
}

/**
 * From the bus to the function that links lines of logs: every event is a line. Nobody waits for it, so that batches are
 * gathered; the fewer at once, the less often two want to extend the same chain.
 */
export function chainQueue(scope: Construct, bus: EventBus, chain: IFunction): EventQueue {
  return new EventQueue(scope, 'LogChain', {
    bus,
    description: 'Every event, to the function that links lines of logs',
    pattern: { source: [eventSource] },
    visibilityTimeout: Duration.seconds(2 * chainTimeout.toSeconds()),
    tries: 20,
    target: chain,
    batchSize: 100,
    gatheredFor: Duration.seconds(5),
    maxConcurrency: 2,
  });
}
