import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { eventSource } from '#events/envelope.ts';
import { exportRequested } from '#events/lifecycle/export-requested.ts';
import { EventQueue } from './event-queue.ts';

/** The longest that Lambda runs: gigabytes of recordings are packed well within. */
export const exporterTimeout = Duration.minutes(15);

/**
 * From the bus to the exporter. A packing that was killed is begun anew when its message comes back, three times in
 * all; an export that still did not come about ends as failed by its due item (functions/export/request-export.ts).
 */
export function exportQueue(scope: Construct, bus: EventBus, exporter: IFunction): EventQueue {
  return new EventQueue(scope, 'Exports', {
    bus,
    description: 'Exports that people ask for',
    pattern: { source: [eventSource], detailType: [exportRequested.type] },
    // As long as a packing may take: while one is under way, no other begins for the same message.
    visibilityTimeout: exporterTimeout.plus(Duration.minutes(1)),
    tries: 3,
    target: exporter,
    // Each in a run of its own.
    batchSize: 1,
    maxConcurrency: 5,
  });
}
