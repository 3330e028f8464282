import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as v from 'valibot';
import { type Envelope, envelopeSchema, eventSource } from '#events/envelope.ts';
import { foundingEvents } from '#events/notified-events.ts';
import { notificationRequested } from '#events/notification-requested.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { scheduleDue } from '#functions/shared/due-item.ts';
import { describeFault } from '#functions/shared/logger.ts';
import { companyReports } from '#functions/shared/notifications/report-schedule.ts';
import { findAudience } from './audience.ts';
import type { ExpandDeps } from './deps.ts';
import { requestsOf } from './lifecycle-notifications.ts';
import { acceptRequest } from './notification-item.ts';
import { readRequest, refused, type Refused, type Request } from './read-request.ts';
import { refuseRequest } from './refuse-request.ts';
import { type Continuation, continuationSchema, spreadNotification } from './spread-notification.ts';

const busEventSchema = v.object({
  kind: v.optional(v.undefined()),
  source: v.string(),
  'detail-type': v.string(),
  detail: v.unknown(),
});
type BusEvent = v.InferOutput<typeof busEventSchema>;

const messageSchema = v.pipe(v.string(), v.parseJson(), v.union([continuationSchema, busEventSchema]));

/**
 * Takes requests for notifications off their queue, finds out whom each is for, and writes out the deliveries. A
 * request that can't be met is refused with its reason; one that fails comes again; neither keeps the others waiting.
 */
export async function handleBatch(
  deps: ExpandDeps,
  batch: Pick<SQSEvent, 'Records'>,
): Promise<SQSBatchResponse> {
  const failures = await Promise.all(
    batch.Records.map(async (record) => {
      try {
        await handle(deps, record);
        return null;
      } catch (error) {
        deps.logger.error('Request failed', { requestId: record.messageId, ...describeFault(error) });
        return record.messageId;
      }
    }),
  );
  return {
    batchItemFailures: failures.filter((id) => id !== null).map((itemIdentifier) => ({ itemIdentifier })),
  };
}

async function handle(deps: ExpandDeps, record: SQSRecord): Promise<void> {
  const message = v.parse(messageSchema, record.body);
  if (message.kind === 'continue') return goOn(deps, message);
  if (message['detail-type'] !== notificationRequested) return copyLifecycleEvent(deps, message);
  const answer = await meet(deps, readRequest(message.source, message.detail));
  if (answer === null) return;
  const sentAt = new Date(Number(record.attributes.SentTimestamp));
  await refuseRequest(deps, { ...message, messageId: record.messageId, sentAt, body: record.body }, answer);
}

/** Meets a request; gives why not, if it is refused. */
async function meet(deps: ExpandDeps, read: ReturnType<typeof readRequest>): Promise<Refused | null> {
  if (!read.ok) return read;
  const found = await findAudience(deps.table, read.request);
  if (!found.ok) return found;
  const notification = await acceptRequest(deps, read.request);
  if (notification === null) return refused('id-reused', 'id');
  await spreadNotification(deps, notification, found.audience);
  return null;
}

function goOn(
  deps: ExpandDeps,
  { notification, companyId, roles, except, after }: Continuation,
): Promise<void> {
  return spreadNotification(deps, notification, { kind: 'roles', companyId, roles, except }, after);
}

/** What happened to an account or company is told to those whom it concerns, beside the mail that it sends itself. */
async function copyLifecycleEvent(deps: ExpandDeps, { source, detail }: BusEvent): Promise<void> {
  if (source !== eventSource) throw new Error(`No request, from ${source}`);
  const envelope = v.parse(envelopeSchema, detail);
  if (foundingEvents.includes(envelope.type)) await beginReports(deps, envelope);
  for (const request of requestsOf(envelope)) await meetOwn(deps, request);
}

/** A company begins: its admins get weekly reports. */
async function beginReports({ table, now }: ExpandDeps, { companyId }: Envelope): Promise<void> {
  if (companyId !== null) await commit(table, [scheduleDue(table.name, companyReports(companyId, now()))]);
}

async function meetOwn(deps: ExpandDeps, request: Request): Promise<void> {
  const answer = await meet(deps, { ok: true, request });
  // Whom it concerned has left meanwhile: there is nobody to tell.
  if (answer !== null) deps.logger.info('Nobody to tell', { reason: answer.reason });
}
