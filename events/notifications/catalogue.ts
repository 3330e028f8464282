import type { NotificationType } from './notification-type.ts';
import { agentOffline } from './types/agent-offline.ts';
import { callVolumeSpike } from './types/call-volume-spike.ts';
import { caseAssigned } from './types/case-assigned.ts';
import { companyDeletion } from './types/company-deletion.ts';
import { deletionScheduled } from './types/deletion-scheduled.ts';
import { emailChanged } from './types/email-changed.ts';
import { failedCall } from './types/failed-call.ts';
import { lowBalance } from './types/low-balance.ts';
import { maintenanceScheduled } from './types/maintenance-scheduled.ts';
import { membershipChanged } from './types/membership-changed.ts';
import { missedCall } from './types/missed-call.ts';
import { negativeSentiment } from './types/negative-sentiment.ts';
import { newFeature } from './types/new-feature.ts';
import { newInvoice } from './types/new-invoice.ts';
import { newMessage } from './types/new-message.ts';
import { newSignIn } from './types/new-sign-in.ts';
import { passkeyChanged } from './types/passkey-changed.ts';
import { passwordChanged } from './types/password-changed.ts';
import { pastDueInvoice } from './types/past-due-invoice.ts';
import { playbookUpdated } from './types/playbook-updated.ts';
import { recoveryChanged } from './types/recovery-changed.ts';
import { recoveryCodeUsed } from './types/recovery-code-used.ts';
import { supportActed } from './types/support-acted.ts';
import { systemUpdate } from './types/system-update.ts';
import { taskDue } from './types/task-due.ts';
import { twoFactorChanged } from './types/two-factor-changed.ts';
import { weeklyReport } from './types/weekly-report.ts';
import { weeklyUsage } from './types/weekly-usage.ts';

/** Every notification type, in the order of the grid. */
export const notificationTypes: readonly NotificationType[] = [
  newMessage,
  missedCall,
  failedCall,
  callVolumeSpike,
  agentOffline,
  caseAssigned,
  taskDue,
  negativeSentiment,
  playbookUpdated,
  newInvoice,
  pastDueInvoice,
  lowBalance,
  membershipChanged,
  companyDeletion,
  weeklyReport,
  weeklyUsage,
  systemUpdate,
  maintenanceScheduled,
  newFeature,
  passwordChanged,
  twoFactorChanged,
  emailChanged,
  newSignIn,
  recoveryCodeUsed,
  passkeyChanged,
  recoveryChanged,
  deletionScheduled,
  supportActed,
];

const byId = new Map(notificationTypes.map((type) => [type.id, type]));

/** The type of an id; undefined where there is none. */
export function findNotificationType(id: string): NotificationType | undefined {
  return byId.get(id);
}
