import {
  accountKey,
  deferredKey,
  dueKeyPrefix,
  eventPartitionPrefix,
  inboxKey,
  notificationKey,
} from '#functions/shared/table.ts';
import type { Stack } from 'aws-cdk-lib';
import type { Stage } from '../config.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { EmailStack } from '../stacks/email-stack.ts';
import type { AccountFunctionProps } from './account-function.ts';
import {
  anyReceiver,
  checkPartitions,
  readSecrets,
  readTable,
  sendMailAs,
  sendTexts,
  sendTo,
  writePartitions,
} from './grants.ts';
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
      writePartitions(
        data.table,
        partitionPrefix(notificationKey('', '').pk),
        eventPartitionPrefix,
        dueKeyPrefix,
      ),
      sendTo(queues.requests, queues.requestDeadLetters, queues.deliveries),
    ],
    timeout: expandTimeout,
  };
}

interface DeliverParts extends Omit<Parts, 'queues'> {
  readonly stack: Stack;
  readonly stage: Stage;
  readonly email: EmailStack;
}

/**
 * What delivers: it reads people and what they chose, and writes their inboxes and what became of each delivery. It
 * mails through the set of notifications only, and has no key of the codes of security mail.
 */
export function deliverShape({ stack, stage, data, email, common }: DeliverParts): Shape {
  const configurationSet = email.notificationSet.configurationSetName;
  return {
    description: 'Delivers notifications: inboxes in the table, and the channels',
    environment: {
      ...common,
      CHANNEL_SECRET_ID: data.channelSecret.secretArn,
      MAIL_FROM: stage.mailFrom,
      NOTIFICATION_CONFIGURATION_SET: configurationSet,
      PUSH_HOSTS: 'public',
      SMS_ORIGIN: stage.sms?.origin ?? '',
    },
    grants: [
      readTable(data.table),
      writePartitions(data.table, inboxKey('', '').pk, deferredKey('', '', '', '').pk, dueKeyPrefix),
      // What names somebody is written on the condition that they are not being erased.
      checkPartitions(data.table, accountKey('').pk),
      readSecrets(data.channelSecret),
      sendMailAs(stack, stage.mailFrom, configurationSet),
      ...sendTexts(stage),
    ],
    wildcards: anyReceiver,
    timeout: deliverTimeout,
  };
}

const partitionPrefix = (pk: string): string => pk.slice(0, pk.indexOf('#') + 1);
