import * as v from 'valibot';
import type { Envelope, LifecycleEvent } from '#events/envelope.ts';
import { addressRefused } from '#events/lifecycle/address-refused.ts';
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
import { recoveryCodeUsed } from '#events/lifecycle/recovery-code-used.ts';
import { recoveryCodesRegenerated } from '#events/lifecycle/recovery-codes-regenerated.ts';
import { sessionStarted } from '#events/lifecycle/session-started.ts';
import { signUpRepeated } from '#events/lifecycle/sign-up-repeated.ts';
import { signUpRequested } from '#events/lifecycle/sign-up-requested.ts';
import { twoFactorDisabled } from '#events/lifecycle/two-factor-disabled.ts';
import { twoFactorEnabled } from '#events/lifecycle/two-factor-enabled.ts';
import { ipBreakGlassUsed } from '#events/lifecycle/ip-break-glass-used.ts';
import { ipEnforcementBegan } from '#events/lifecycle/ip-enforcement-began.ts';
import { ipEnforcementReverted } from '#events/lifecycle/ip-enforcement-reverted.ts';
import { recoveryCancelled } from '#events/lifecycle/recovery-cancelled.ts';
import { recoveryCompleted } from '#events/lifecycle/recovery-completed.ts';
import { recoveryRequested } from '#events/lifecycle/recovery-requested.ts';
import { recoveryStarted } from '#events/lifecycle/recovery-started.ts';
import { supportActed } from '#events/lifecycle/support-acted.ts';
import { supportMailResent } from '#events/lifecycle/support-mail-resent.ts';
import type { Mail } from '#functions/shared/mail/mail-description.ts';
import type { EventOf, MailSettings } from './mail-settings.ts';
import {
  accountIsGone,
  deletionIsNear,
  deletionWasCancelled,
  deletionWasScheduled,
} from './mails/deletion-mails.ts';
import { changeIsPending, changeWasCancelled, confirmNewAddress } from './mails/email-change-mails.ts';
import {
  addressWasAbandoned,
  addressWasChanged,
  addressWasRestored,
  newAddressInUse,
} from './mails/email-changed-mails.ts';
import { addressIsTriedAgain } from './mails/email-problem-mails.ts';
import { exportIsReady } from './mails/export-mails.ts';
import { passkeyWasAdded, passkeyWasRemoved } from './mails/passkey-mails.ts';
import { invitedToCompany, membershipEnded, roleWasChanged } from './mails/member-mails.ts';
import {
  addressWasRefused,
  breakGlassUsed,
  enforcementBegan,
  enforcementReverted,
} from './mails/ip-restriction-mails.ts';
import {
  recoveryIsOver,
  recoveryWasCancelled,
  recoveryWasRequested,
  recoveryWaits,
} from './mails/recovery-mails.ts';
import { passwordWasChanged, passwordWasReset, resetPasswordLink } from './mails/password-mails.ts';
import { newSignIn, proofsRefused } from './mails/sign-in-mails.ts';
import { alreadyHaveAccount, confirmSignUp } from './mails/sign-up-mails.ts';
import {
  recoveryCodesWereRegenerated,
  recoveryCodeWasUsed,
  twoFactorWasDisabled,
  twoFactorWasEnabled,
} from './mails/two-factor-mails.ts';
import { supportHasActed } from './mails/support-mails.ts';

/** Describes a mail of an event, one for each of many, or none where the event does not call for it. Pure. */
type MailBuilder<E extends LifecycleEvent> = (
  event: EventOf<E>,
  settings: MailSettings,
) => Mail | readonly Mail[] | null;

type MailsOfType = (envelope: Envelope, settings: MailSettings) => Mail[];

/** Ties builders to the event whose data they read; the data is parsed before they see it. */
function mailed<E extends LifecycleEvent>(
  event: E,
  ...builders: readonly MailBuilder<E>[]
): [string, MailsOfType] {
  const describe: MailsOfType = (envelope, settings) => {
    const parsed = { ...envelope, data: v.parse<E['data']>(event.data, envelope.data) };
    return builders.flatMap((build) => build(parsed, settings) ?? []);
  };
  return [event.type, describe];
}

/** Which event sends which mails. */
const mailTable = new Map([
  mailed(signUpRequested, confirmSignUp),
  mailed(signUpRepeated, alreadyHaveAccount),
  mailed(passkeyAdded, passkeyWasAdded),
  mailed(passkeyRemoved, passkeyWasRemoved),
  mailed(passwordResetRequested, resetPasswordLink),
  mailed(passwordReset, passwordWasReset),
  mailed(passwordChanged, passwordWasChanged),
  mailed(sessionStarted, newSignIn),
  mailed(proofRefused, proofsRefused),
  mailed(emailChangeRequested, confirmNewAddress, changeIsPending),
  mailed(emailChangeCancelled, changeWasCancelled),
  mailed(emailChanged, addressWasChanged, newAddressInUse),
  mailed(twoFactorEnabled, twoFactorWasEnabled),
  mailed(twoFactorDisabled, twoFactorWasDisabled),
  mailed(recoveryCodesRegenerated, recoveryCodesWereRegenerated),
  mailed(recoveryCodeUsed, recoveryCodeWasUsed),
  mailed(memberInvited, invitedToCompany),
  mailed(memberRoleChanged, roleWasChanged),
  mailed(memberRemoved, membershipEnded),
  mailed(exportCompleted, exportIsReady),
  mailed(emailReverted, addressWasRestored, addressWasAbandoned),
  mailed(emailProblemCleared, addressIsTriedAgain),
  mailed(addressRefused, addressWasRefused),
  mailed(ipEnforcementBegan, enforcementBegan),
  mailed(ipEnforcementReverted, enforcementReverted),
  mailed(ipBreakGlassUsed, breakGlassUsed),
  mailed(recoveryRequested, recoveryWasRequested),
  mailed(recoveryStarted, recoveryWaits),
  mailed(recoveryCancelled, recoveryWasCancelled),
  mailed(recoveryCompleted, recoveryIsOver),
  mailed(deletionScheduled, deletionWasScheduled),
  mailed(deletionReminded, deletionIsNear),
  mailed(deletionCancelled, deletionWasCancelled),
  mailed(deletionCompleted, accountIsGone),
  mailed(supportActed, supportHasActed),
]);

/** Support had the mails of an earlier event sent once more. */
function resent(envelope: Envelope, settings: MailSettings): Mail[] {
  const { event } = v.parse(supportMailResent.data, envelope.data);
  return mailTable.get(event.type)?.(event, settings) ?? [];
}

/**
 * The mails that an event calls for; none for a type that sends none. Throws a `ValiError` when the data does
 * not fit the type's schema.
 */
export function mailsOf(envelope: Envelope, settings: MailSettings): Mail[] {
  if (envelope.type === supportMailResent.type) return resent(envelope, settings);
  return mailTable.get(envelope.type)?.(envelope, settings) ?? [];
}
