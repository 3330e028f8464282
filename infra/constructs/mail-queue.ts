import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { eventSource } from '#events/envelope.ts';
import { deletionCancelled } from '#events/lifecycle/deletion-cancelled.ts';
import { deletionCompleted } from '#events/lifecycle/deletion-completed.ts';
import { deletionReminded } from '#events/lifecycle/deletion-reminded.ts';
import { deletionScheduled } from '#events/lifecycle/deletion-scheduled.ts';
import { emailChangeCancelled } from '#events/lifecycle/email-change-cancelled.ts';
import { emailChangeRequested } from '#events/lifecycle/email-change-requested.ts';
import { emailChanged } from '#events/lifecycle/email-changed.ts';
import { emailProblemCleared } from '#events/lifecycle/email-problem-cleared.ts';
import { emailReverted } from '#events/lifecycle/email-reverted.ts';
import { exportCompleted } from '#events/lifecycle/export-completed.ts';
import { passkeyAdded } from '#events/lifecycle/passkey-added.ts';
import { passkeyRemoved } from '#events/lifecycle/passkey-removed.ts';
import { memberInvited } from '#events/lifecycle/member-invited.ts';
import { memberRemoved } from '#events/lifecycle/member-removed.ts';
import { memberRoleChanged } from '#events/lifecycle/member-role-changed.ts';
import { passwordChanged } from '#events/lifecycle/password-changed.ts';
import { passwordResetRequested } from '#events/lifecycle/password-reset-requested.ts';
import { passwordReset } from '#events/lifecycle/password-reset.ts';
import { proofRefused } from '#events/lifecycle/proof-refused.ts';
import { recoveryCancelled } from '#events/lifecycle/recovery-cancelled.ts';
import { recoveryCompleted } from '#events/lifecycle/recovery-completed.ts';
import { recoveryRequested } from '#events/lifecycle/recovery-requested.ts';
import { recoveryStarted } from '#events/lifecycle/recovery-started.ts';
import { sessionStarted } from '#events/lifecycle/session-started.ts';
import { signUpRepeated } from '#events/lifecycle/sign-up-repeated.ts';
import { signUpRequested } from '#events/lifecycle/sign-up-requested.ts';
import { supportActed } from '#events/lifecycle/support-acted.ts';
import { supportMailResent } from '#events/lifecycle/support-mail-resent.ts';
import { recoveryCodeUsed } from '#events/lifecycle/recovery-code-used.ts';
import { recoveryCodesRegenerated } from '#events/lifecycle/recovery-codes-regenerated.ts';
import { twoFactorDisabled } from '#events/lifecycle/two-factor-disabled.ts';
import { twoFactorEnabled } from '#events/lifecycle/two-factor-enabled.ts';
import { addressRefused } from '#events/lifecycle/address-refused.ts';
import { ipBreakGlassUsed } from '#events/lifecycle/ip-break-glass-used.ts';
import { ipEnforcementBegan } from '#events/lifecycle/ip-enforcement-began.ts';
import { ipEnforcementReverted } from '#events/lifecycle/ip-enforcement-reverted.ts';
import { EventQueue } from './event-queue.ts';

/** The events that the mailer has mails for. */
const mailedEvents = [
  deletionCancelled,
  deletionCompleted,
  deletionReminded,
  deletionScheduled,
  emailChangeCancelled,
  emailChangeRequested,
  emailChanged,
  emailProblemCleared,
  emailReverted,
  exportCompleted,
  passkeyAdded,
  passkeyRemoved,
  memberInvited,
  memberRemoved,
  memberRoleChanged,
  passwordChanged,
  passwordResetRequested,
  passwordReset,
  proofRefused,
  recoveryCancelled,
  recoveryCompleted,
  recoveryRequested,
  recoveryStarted,
  sessionStarted,
  signUpRepeated,
  signUpRequested,
  supportActed,
  supportMailResent,
  recoveryCodeUsed,
  recoveryCodesRegenerated,
  twoFactorDisabled,
  twoFactorEnabled,
  addressRefused,
  ipBreakGlassUsed,
  ipEnforcementBegan,
  ipEnforcementReverted,
];

/** The mailer sends a batch in parallel: at worst two mails in a row, each with all the tries of its calls. */
export const mailerTimeout = Duration.seconds(45);

/**
 * From the bus to the mailer: SES may be down, and no mail is lost. A message is tried every minute and a half, for
 * half an hour; then it waits as a dead letter until somebody sends it back.
 */
export function mailQueue(scope: Construct, bus: EventBus, mailer: IFunction): EventQueue {
  return new EventQueue(scope, 'Mail', {
    bus,
    description: 'Events that send mail',
    pattern: { source: [eventSource], detailType: mailedEvents.map((event) => event.type) },
    // How long a person waits for the next try. Lambda advises six timeouts, for functions that get throttled;
    // the feed's cap on concurrency keeps this one from that.
    visibilityTimeout: Duration.seconds(2 * mailerTimeout.toSeconds()),
    tries: 20,
    target: mailer,
    // SES starts with 14 mails a second; a message's turn comes, and nothing is throttled into a dead letter.
    maxConcurrency: 5,
  });
}
