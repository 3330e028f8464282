import type { SQSEvent } from 'aws-lambda';
import * as v from 'valibot';

import { envelopeSchema } from '#events/envelope.ts';
import { reportDue } from '#events/lifecycle/report-due.ts';
import { notificationRequested } from '#events/notification-requested.ts';
import { findNotificationType } from '#events/notifications/catalogue.ts';

import type { BusEntry } from '../bus/bus-event.ts';
import { productSource } from '../bus/rules.ts';

const messageSchema = v.pipe(v.string(), v.parseJson(), v.object({ detail: envelopeSchema }));

/**
 * The product's side on this machine: it answers an announced report with the type's sample figures, of the week that
 * was asked for.
 */
export function answerReports(put: (entry: BusEntry) => Promise<unknown>) {
  return async ({ Records }: SQSEvent): Promise<void> => {
    for (const { body } of Records) {
      const { id, accountId, data } = v.parse(messageSchema, body).detail;
      const { companyId, reports, from, to } = v.parse(reportDue.data, data);
      for (const type of reports) {
        const sample = findNotificationType(type)?.sample ?? {};
        const detail = {
          id: `${type}-${id}`,
          type,
          companyId,
          to: { kind: 'accounts', accountIds: [accountId] },
          data: { ...sample, from, to },
        };
        await put({ source: productSource, detailType: notificationRequested, detail });
      }
    }
  };
}
