import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import * as v from 'valibot';
import { envelopeSchema, eventSource } from '#events/envelope.ts';
import { inParallel, inPieces } from '#functions/shared/in-parallel.ts';
import type { Log } from '#functions/shared/log/read-events.ts';
import { describeFault, type Logger } from '#functions/shared/logger.ts';
import { chainOf } from '#functions/shared/table.ts';
import { type LinkDeps, linkLines, type LineRef, together } from './link-lines.ts';

/** What is read of a message. */
type Message = Pick<SQSRecord, 'messageId' | 'body'>;

export interface HandleBatchDeps extends LinkDeps {
  readonly logger: Logger;
}

const messageSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    source: v.literal(eventSource),
    detail: v.pick(envelopeSchema, ['id', 'accountId', 'companyId']),
  }),
);

/** Chains that are extended at the same time. */
const most = 5;

interface Work {
  readonly log: Log;
  /** By event: a batch may hold one twice. */
  readonly lines: Map<string, LineRef & { readonly messages: string[] }>;
}

/**
 * Links the lines of a batch of events, each into the chain of its account and into that of its company. A message
 * whose line could not be linked is answered as failed, and comes again; at last it is a dead letter.
 */
export async function handleBatch(
  deps: HandleBatchDeps,
  { Records }: { readonly Records: readonly Message[] },
): Promise<SQSBatchResponse> {
  const failed = new Set<string>();
  const work = workOf(Records, (messageId, error) => {
    failed.add(messageId);
    deps.logger.error('Line not linked', { requestId: messageId, ...describeFault(error) });
  });
  const pieces = [...work.values()].flatMap(({ log, lines }) =>
    inPieces([...lines.values()], together).map((piece) => ({ log, piece })),
  );
  await inParallel(pieces, most, async ({ log, piece }) => {
    const missing = await link(deps, log, piece);
    for (const { id, messages } of piece) {
      if (missing.includes(id)) for (const messageId of messages) failed.add(messageId);
    }
  });
  return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
}

/** Links lines; gives those that were not. */
async function link(deps: HandleBatchDeps, log: Log, lines: readonly LineRef[]): Promise<readonly string[]> {
  try {
    const missing = await linkLines(deps, log, lines);
    for (const eventId of missing) deps.logger.error('Log line missing', { eventId });
    return missing;
  } catch (error) {
    deps.logger.error('Lines not linked', describeFault(error));
    return lines.map(({ id }) => id);
  }
}

function workOf(
  records: readonly Message[],
  onUnreadable: (messageId: string, error: unknown) => void,
): Map<string, Work> {
  const work = new Map<string, Work>();
  for (const { messageId, body } of records) {
    const message = v.safeParse(messageSchema, body);
    if (!message.success) {
      onUnreadable(messageId, new v.ValiError(message.issues));
      continue;
    }
    const { id, accountId, companyId } = message.output.detail;
    for (const log of [{ accountId }, ...(companyId === null ? [] : [{ companyId }])]) {
      const chain = chainOf(log);
      const entry: Work = work.get(chain) ?? { log, lines: new Map() };
      work.set(chain, entry);
      const line = entry.lines.get(id) ?? { id, accountId, messages: [] };
      entry.lines.set(id, line);
      line.messages.push(messageId);
    }
  }
  return work;
}
