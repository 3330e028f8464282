import { parseArgs } from 'node:util';

import {
  GetQueueAttributesCommand,
  paginateListQueues,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import * as v from 'valibot';

import { findLocalStack, runTool, UsageError } from './where.ts';

/**
 * `npm run redrive [-- --stage dev] [name]`: sends dead letters back into the queues that they came from, of all queues
 * or of those with a name like this. Whatever is handled anew was made to be handled twice.
 */
const policySchema = v.pipe(v.string(), v.parseJson(), v.object({ deadLetterTargetArn: v.string() }));

interface DeadLetters {
  readonly arn: string;
  readonly count: number;
}

async function attributesOf(client: SQSClient, QueueUrl: string): Promise<Record<string, string>> {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  return Attributes ?? {};
}

/** The dead letters of a stage's queues, and how many there are. */
async function findDeadLetters(client: SQSClient, prefix: string): Promise<DeadLetters[]> {
  const counts = new Map<string, number>();
  const arns = new Set<string>();
  for await (const { QueueUrls = [] } of paginateListQueues({ client }, { QueueNamePrefix: prefix })) {
    for (const url of QueueUrls) {
      const attributes = await attributesOf(client, url);
      counts.set(attributes['QueueArn'] ?? '', Number(attributes['ApproximateNumberOfMessages']));
      const policy = v.safeParse(policySchema, attributes['RedrivePolicy']);
      if (policy.success) arns.add(policy.output.deadLetterTargetArn);
    }
  }
  return [...arns].map((arn) => ({ arn, count: counts.get(arn) ?? 0 }));
}

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);

/** Sends dead letters back; says of which queues how many. */
export async function redrive(client: SQSClient, prefix: string, name: string): Promise<string> {
  const all = (await findDeadLetters(client, prefix)).filter(({ arn }) =>
    nameOf(arn).toLowerCase().includes(name.toLowerCase()),
  );
  if (all.length === 0)
    throw new UsageError(`No queue with dead letters is called like "${prefix}…${name}".`);
  const waiting = all.filter(({ count }) => count > 0);
  for (const { arn } of waiting) await client.send(new StartMessageMoveTaskCommand({ SourceArn: arn }));
  const lines = waiting.map(({ arn, count }) => `${nameOf(arn)}: ${String(count)} sent back`);
  return lines.length === 0 ? 'There are no dead letters.' : lines.join('\n');
}

async function main(): Promise<string> {
  const { values, positionals } = parseArgs({
    options: { stage: { type: 'string' } },
    allowPositionals: true,
  });
  if (values.stage === undefined) findLocalStack(process.env);
  const prefix = values.stage === undefined ? 'latchkey-local-' : `latchkey-${values.stage}-`;
  return redrive(new SQSClient(), prefix, positionals[0] ?? '');
}

if (import.meta.main) await runTool(main);
