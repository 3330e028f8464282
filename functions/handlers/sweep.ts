import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { remindOfDeletion } from '#functions/deletion/remind-of-deletion.ts';
import { endOverdueExport, exportOverdue } from '#functions/export/end-overdue-export.ts';
import { enforcementTrial, revertEnforcement } from '#functions/ip-allowlist/revert-enforcement.ts';
import { completeRecovery } from '#functions/recovery/complete-recovery.ts';
import { recoveryDue } from '#functions/recovery/recovery-item.ts';
import { announceReport } from '#functions/reports/announce-report.ts';
import { scheduleAdminReports } from '#functions/reports/schedule-admin-reports.ts';
import { clientSettings } from '#functions/shared/aws/client-settings.ts';
import { openQueues, sendMessages } from '#functions/shared/aws/message-queue.ts';
import { openTable } from '#functions/shared/aws/table-client.ts';
import { userPoolAdmin } from '#functions/shared/aws/user-pool-admin.ts';
import { systemNow } from '#functions/shared/clock.ts';
import { dataResetDue } from '#functions/shared/data-reset/reset-state.ts';
import { deletionDue, deletionReminderDue } from '#functions/shared/deletion-writes.ts';
import { readEnvironment, required } from '#functions/shared/environment.ts';
import { newId } from '#functions/shared/ids.ts';
import { jsonLogger } from '#functions/shared/logger.ts';
import { deferredDue, deferredMessage } from '#functions/shared/notifications/deferred-item.ts';
import { adminReportDue, companyReportsDue } from '#functions/shared/notifications/report-schedule.ts';
import { erasureStarter, startDeletion } from '#functions/shared/start-erasure.ts';
import { type DueHandler, sweep } from '#functions/sweep/sweep.ts';

const environment = readEnvironment(process.env);
const deps = {
  table: openTable(environment.TABLE_NAME),
  pool: userPoolAdmin(
    new CognitoIdentityProviderClient(clientSettings()),
    required(environment.USER_POOL_ID, 'USER_POOL_ID'),
  ),
  now: systemNow,
  newId,
  logger: jsonLogger(),
};

const deliveries = {
  client: openQueues(),
  url: required(environment.DELIVERY_QUEUE_URL, 'DELIVERY_QUEUE_URL'),
};
const start = erasureStarter(required(environment.ERASURE_FUNCTION, 'ERASURE_FUNCTION'));

/** What is done with what falls due, by its kind: whatever features schedule by `scheduleDue`. */
const handlers = new Map<string, DueHandler>([
  [recoveryDue, (item) => completeRecovery(deps, item)],
  [deletionDue, (item) => startDeletion({ ...deps, start }, item)],
  [deletionReminderDue, (item) => remindOfDeletion(deps, item)],
  [deferredDue, (item) => sendMessages(deliveries, [{ body: deferredMessage(item) }])],
  [companyReportsDue, (item) => scheduleAdminReports(deps, item)],
  [adminReportDue, (item) => announceReport(deps, item)],
  [exportOverdue, (item) => endOverdueExport(deps, item)],
  [
    dataResetDue,
    async ({ companyId, reference: jobId }) => {
      if (companyId === null) return;
      await start({ kind: 'data-reset', companyId, jobId });
    },
  ],
  [enforcementTrial, (item) => revertEnforcement(deps, item)],
]);

/** Runs every minute: does what has fallen due without anybody's request. */
export const handler = () => sweep({ ...deps, handlers });
