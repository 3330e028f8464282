import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as v from 'valibot';
import { envelopeSchema, eventSource } from '#events/envelope.ts';
import { exportRequested } from '#events/lifecycle/export-requested.ts';
import { describeFault } from '#functions/shared/logger.ts';
import type { PackDeps } from './deps.ts';
import { packExport } from './pack-export.ts';

const messageSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    source: v.literal(eventSource),
    detail: v.object({ ...envelopeSchema.entries, data: exportRequested.data }),
  }),
);

/** Packs the exports that a batch asks for, one after the other; one that fails is answered alone as failed. */
export async function handleBatch(
  deps: PackDeps,
  batch: Pick<SQSEvent, 'Records'>,
): Promise<SQSBatchResponse> {
  const batchItemFailures = [];
  for (const { messageId, body } of batch.Records) {
    try {
      const { accountId, data } = v.parse(messageSchema, body).detail;
      await packExport(deps, { accountId, jobId: data.jobId });
    } catch (error) {
      deps.logger.error('An export failed', { requestId: messageId, ...describeFault(error) });
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}
