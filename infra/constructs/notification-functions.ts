import {
  deferredKey,
  dueKeyPrefix,
  eventPartitionPrefix,
  inboxKey,
  notificationKey,
} from '#functions/shared/table.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { AccountFunctionProps } from './account-function.ts';
import { readTable, sendTo, writePartitions } from './grants.ts';
import { deliverTimeout, expandTimeout, type NotificationQueues } from './notification-queues.ts';

type Shape = Omit<AccountFunctionProps, 'name' | 'logDays'>;

interface Parts {
  readonly data: DataStack;
  readonly queues: NotificationQueues;
  /** What every function reads that uses the table. */
  readonly common: Readonly<Record<string, string>>;
}

/** What finds out whom a notification is for: it reads companies and members, and writes what it accepted or refused. */
export function expandShape({ data, queues, common }: Parts): Shape {
  return {
    description: 'Whom a notification is for: reads the table, notes requests, writes out deliveries',
    environment: {
      ...common,
      REQUEST_QUEUE_URL: queues.requests.queueUrl,
      REFUSED_QUEUE_URL: queues.requestDeadLetters.queueUrl,
      DELIVERY_QUEUE_URL: queues.deliveries.queueUrl,
    },
    grants: [
      readTable(data.table),
      writePartitions(data.table, partitionPrefix(notificationKey('', '').pk), eventPartitionPrefix),
      sendTo(queues.requests, queues.requestDeadLetters, queues.deliveries),
    ],
    timeout: expandTimeout,
    memory: 512,
  };
}

/** What delivers: it reads people and what they chose, and writes their inboxes and what became of each delivery. */
export function deliverShape({ data, common }: Omit<Parts, 'queues'>): Shape {
  return {
    description: 'Delivers notifications: inboxes in the table, and the channels',
    environment: common,
    grants: [
      readTable(data.table),
      writePartitions(data.table, inboxKey('', '').pk, deferredKey('', '', '', '').pk, dueKeyPrefix),
    ],
    timeout: deliverTimeout,
    memory: 1024,
  };
}

const partitionPrefix = (pk: string): string => pk.slice(0, pk.indexOf('#') + 1);
