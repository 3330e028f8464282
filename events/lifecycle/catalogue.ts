import type { LifecycleEvent } from '../envelope.ts';
import { accountCreated } from './account-created.ts';
import { companyCreated } from './company-created.ts';
import { companyDeletionCancelled } from './company-deletion-cancelled.ts';
import { companyDeletionScheduled } from './company-deletion-scheduled.ts';
import { companyDeleted } from './company-deleted.ts';
import { companyRenamed } from './company-renamed.ts';
import { companySwitched } from './company-switched.ts';
import { deletionCancelled } from './deletion-cancelled.ts';
import { deletionCompleted } from './deletion-completed.ts';
import { deletionReminded } from './deletion-reminded.ts';
import { deletionScheduled } from './deletion-scheduled.ts';
import { activityDisowned } from './activity-disowned.ts';
import { emailChangeCancelled } from './email-change-cancelled.ts';
import { emailChangeRequested } from './email-change-requested.ts';
import { emailChanged } from './email-changed.ts';
import { emailReverted } from './email-reverted.ts';
import { emailProblemCleared } from './email-problem-cleared.ts';
import { emailProblemFound } from './email-problem-found.ts';
import { mailResubscribed } from './mail-resubscribed.ts';
import { mailUnsubscribed } from './mail-unsubscribed.ts';
import { phoneConfirmationRemoved } from './phone-confirmation-removed.ts';
import { phoneConfirmationRequested } from './phone-confirmation-requested.ts';
import { phoneConfirmed } from './phone-confirmed.ts';
import { pushRenewed } from './push-renewed.ts';
import { pushSubscribed } from './push-subscribed.ts';
import { pushUnsubscribed } from './push-unsubscribed.ts';
import { erasureRequested } from './erasure-requested.ts';
import { exportCompleted } from './export-completed.ts';
import { exportDownloaded } from './export-downloaded.ts';
import { exportFailed } from './export-failed.ts';
import { exportRequested } from './export-requested.ts';
import { identityProven } from './identity-proven.ts';
import { integrationConnected } from './integration-connected.ts';
import { integrationDisconnected } from './integration-disconnected.ts';
import { integrationRotated } from './integration-rotated.ts';
import { integrationTested } from './integration-tested.ts';
import { otherSessionsEnded } from './other-sessions-ended.ts';
import { notificationRefused } from './notification-refused.ts';
import { passkeyAdded } from './passkey-added.ts';
import { passkeyRemoved } from './passkey-removed.ts';
import { passkeyRenamed } from './passkey-renamed.ts';
import { invitationRevoked } from './invitation-revoked.ts';
import { memberInvited } from './member-invited.ts';
import { memberJoined } from './member-joined.ts';
import { memberLeft } from './member-left.ts';
import { memberRemoved } from './member-removed.ts';
import { memberRoleChanged } from './member-role-changed.ts';
import { passwordChanged } from './password-changed.ts';
import { passwordResetRequested } from './password-reset-requested.ts';
import { passwordReset } from './password-reset.ts';
import { profileChanged } from './profile-changed.ts';
import { proofRefused } from './proof-refused.ts';
import { recoveryCodeUsed } from './recovery-code-used.ts';
import { recoveryCodesRegenerated } from './recovery-codes-regenerated.ts';
import { recoveryCancelled } from './recovery-cancelled.ts';
import { recoveryCompleted } from './recovery-completed.ts';
import { recoveryRequested } from './recovery-requested.ts';
import { recoveryStarted } from './recovery-started.ts';
import { reportDue } from './report-due.ts';
import { resetCompleted } from './reset-completed.ts';
import { resetRequested } from './reset-requested.ts';
import { sessionEnded } from './session-ended.ts';
import { sessionStarted } from './session-started.ts';
import { sessionTimeoutChanged } from './session-timeout-changed.ts';
import { signUpRepeated } from './sign-up-repeated.ts';
import { signUpRequested } from './sign-up-requested.ts';
import { twoFactorDisabled } from './two-factor-disabled.ts';
import { twoFactorEnabled } from './two-factor-enabled.ts';
import { supportActed } from './support-acted.ts';
import { supportMailResent } from './support-mail-resent.ts';
import { addressRefused } from './address-refused.ts';
import { companyIpAllowlistChanged } from './company-ip-allowlist-changed.ts';
import { ipAllowlistChanged } from './ip-allowlist-changed.ts';
import { ipBreakGlassUsed } from './ip-break-glass-used.ts';
import { ipEnforcementBegan } from './ip-enforcement-began.ts';
import { ipEnforcementConfirmed } from './ip-enforcement-confirmed.ts';
import { ipEnforcementReverted } from './ip-enforcement-reverted.ts';
import { companyNotificationsChanged } from './company-notifications-changed.ts';
import { preferencesChanged } from './preferences-changed.ts';
import { wouldHaveBlocked } from './ip-would-have-blocked.ts';

/** Every lifecycle event that Latchkey emits. */
export const lifecycleEvents: readonly LifecycleEvent[] = [
  accountCreated,
  companyCreated,
  companyDeleted,
  companyDeletionCancelled,
  companyDeletionScheduled,
  companyRenamed,
  companySwitched,
  activityDisowned,
  deletionCancelled,
  deletionCompleted,
  deletionReminded,
  deletionScheduled,
  emailChangeCancelled,
  emailChangeRequested,
  emailChanged,
  emailReverted,
  emailProblemCleared,
  emailProblemFound,
  mailResubscribed,
  mailUnsubscribed,
  phoneConfirmationRemoved,
  phoneConfirmationRequested,
  phoneConfirmed,
  pushSubscribed,
  pushRenewed,
  pushUnsubscribed,
  erasureRequested,
  exportCompleted,
  exportDownloaded,
  exportFailed,
  exportRequested,
  identityProven,
  integrationConnected,
  integrationDisconnected,
  integrationRotated,
  integrationTested,
  otherSessionsEnded,
  notificationRefused,
  passkeyAdded,
  passkeyRemoved,
  passkeyRenamed,
  invitationRevoked,
  memberInvited,
  memberJoined,
  memberLeft,
  memberRemoved,
  memberRoleChanged,
  passwordChanged,
  passwordResetRequested,
  passwordReset,
  profileChanged,
  proofRefused,
  recoveryCodeUsed,
  recoveryCodesRegenerated,
  recoveryCancelled,
  recoveryCompleted,
  recoveryRequested,
  recoveryStarted,
  reportDue,
  resetCompleted,
  resetRequested,
  sessionEnded,
  sessionStarted,
  sessionTimeoutChanged,
  signUpRepeated,
  signUpRequested,
  twoFactorDisabled,
  twoFactorEnabled,
  supportActed,
  supportMailResent,
  addressRefused,
  companyIpAllowlistChanged,
  ipAllowlistChanged,
  ipBreakGlassUsed,
  ipEnforcementBegan,
  ipEnforcementConfirmed,
  ipEnforcementReverted,
  wouldHaveBlocked,
  companyNotificationsChanged,
  preferencesChanged,
];
