import { accountCreated } from './lifecycle/account-created.ts';
import { companyCreated } from './lifecycle/company-created.ts';
import { companyDeletionCancelled } from './lifecycle/company-deletion-cancelled.ts';
import { companyDeletionScheduled } from './lifecycle/company-deletion-scheduled.ts';
import { deletionScheduled } from './lifecycle/deletion-scheduled.ts';
import { emailChanged } from './lifecycle/email-changed.ts';
import { emailReverted } from './lifecycle/email-reverted.ts';
import { memberJoined } from './lifecycle/member-joined.ts';
import { memberLeft } from './lifecycle/member-left.ts';
import { memberRemoved } from './lifecycle/member-removed.ts';
import { memberRoleChanged } from './lifecycle/member-role-changed.ts';
import { passkeyAdded } from './lifecycle/passkey-added.ts';
import { passkeyRemoved } from './lifecycle/passkey-removed.ts';
import { passwordChanged } from './lifecycle/password-changed.ts';
import { passwordReset } from './lifecycle/password-reset.ts';
import { recoveryCancelled } from './lifecycle/recovery-cancelled.ts';
import { recoveryCodeUsed } from './lifecycle/recovery-code-used.ts';
import { recoveryCodesRegenerated } from './lifecycle/recovery-codes-regenerated.ts';
import { recoveryCompleted } from './lifecycle/recovery-completed.ts';
import { recoveryStarted } from './lifecycle/recovery-started.ts';
import { sessionStarted } from './lifecycle/session-started.ts';
import { supportActed } from './lifecycle/support-acted.ts';
import { twoFactorDisabled } from './lifecycle/two-factor-disabled.ts';
import { twoFactorEnabled } from './lifecycle/two-factor-enabled.ts';

/** The lifecycle events of which Latchkey itself tells somebody in their inbox, beside the mail that some send. */
export const notifiedEvents: readonly string[] = [
  companyDeletionCancelled,
  companyDeletionScheduled,
  deletionScheduled,
  emailChanged,
  emailReverted,
  memberJoined,
  memberLeft,
  memberRemoved,
  memberRoleChanged,
  passkeyAdded,
  passkeyRemoved,
  passwordChanged,
  passwordReset,
  recoveryCancelled,
  recoveryCodeUsed,
  recoveryCodesRegenerated,
  recoveryCompleted,
  recoveryStarted,
  sessionStarted,
  supportActed,
  twoFactorDisabled,
  twoFactorEnabled,
].map(({ type }) => type);

/** Those with which a company begins, whose admins get weekly reports from then on. */
export const foundingEvents: readonly string[] = [accountCreated, companyCreated].map(({ type }) => type);
