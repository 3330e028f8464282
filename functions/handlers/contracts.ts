import * as auditLog from '#functions/audit-log/contract.ts';
import * as avatar from '#functions/avatar/contract.ts';
import * as channels from '#functions/channels/contract.ts';
import * as companies from '#functions/companies/contract.ts';
import * as dataReset from '#functions/data-reset/contract.ts';
import * as deletion from '#functions/deletion/contract.ts';
import * as emailChange from '#functions/email-change/contract.ts';
import * as emailProblem from '#functions/email-problem/contract.ts';
import * as exports from '#functions/export/contract.ts';
import * as integrations from '#functions/integrations/contract.ts';
import * as passkeys from '#functions/passkeys/contract.ts';
import * as inbox from '#functions/inbox/contract.ts';
import * as invitations from '#functions/invitations/contract.ts';
import * as jobs from '#functions/jobs/contract.ts';
import * as members from '#functions/members/contract.ts';
import { breakGlass } from '#functions/ip-allowlist/break-glass-contract.ts';
import * as ipAllowlist from '#functions/ip-allowlist/contract.ts';
import * as notificationPreferences from '#functions/notification-preferences/contract.ts';
import * as notMe from '#functions/not-me/contract.ts';
import * as password from '#functions/password/contract.ts';
import * as passwordReset from '#functions/password-reset/contract.ts';
import * as profile from '#functions/profile/contract.ts';
import * as receipts from '#functions/receipts/contract.ts';
import * as securityLog from '#functions/security-log/contract.ts';
import * as recovery from '#functions/recovery/contract.ts';
import * as service from '#functions/service/contract.ts';
import * as sessions from '#functions/sessions/contract.ts';
import { getSession } from '#functions/sessions/session-contract.ts';
import * as signIn from '#functions/sign-in/contract.ts';
import * as signUp from '#functions/sign-up/contract.ts';
import * as sms from '#functions/sms/contract.ts';
import * as twoFactor from '#functions/two-factor/contract.ts';
import * as unsubscribe from '#functions/unsubscribe/contract.ts';
import * as webPush from '#functions/web-push/contract.ts';
import type { OperationContract } from '#functions/shared/contract.ts';

/** Every operation of the API: what CDK, the local gateway and the OpenAPI document make their routes from. */
export const contracts: readonly OperationContract[] = [
  signUp.signUp,
  signUp.confirmSignUp,
  signUp.resendCode,
  signIn.signIn,
  signIn.secondFactor,
  signIn.signOut,
  passwordReset.forgotPassword,
  passwordReset.resetPassword,
  passkeys.listPasskeys,
  passkeys.startPasskey,
  passkeys.addPasskey,
  passkeys.renamePasskey,
  passkeys.removePasskey,
  passkeys.beginPasskeySignIn,
  passkeys.finishPasskeySignIn,
  password.changePassword,
  password.sendPasswordReset,
  notMe.disownActivity,
  getSession,
  sessions.stepUp,
  twoFactor.getTwoFactor,
  twoFactor.enrolAuthenticator,
  twoFactor.confirmAuthenticator,
  twoFactor.disableTwoFactor,
  twoFactor.regenerateRecoveryCodes,
  sessions.listSessions,
  sessions.endSession,
  sessions.endOtherSessions,
  sessions.setSessionTimeout,
  profile.getProfile,
  profile.saveProfile,
  profile.detectTimezone,
  avatar.saveAvatar,
  avatar.removeAvatar,
  emailChange.requestEmailChange,
  emailChange.withdrawEmailChange,
  emailChange.confirmEmailChange,
  emailChange.cancelEmailChange,
  emailChange.revertEmailChange,
  companies.listCompanies,
  companies.createCompany,
  companies.switchCompany,
  companies.getCompany,
  companies.renameCompany,
  integrations.listIntegrations,
  integrations.connectTwilio,
  integrations.connectTelnyx,
  integrations.connectPlivo,
  integrations.connectByoc,
  integrations.testIntegration,
  integrations.disconnectIntegration,
  securityLog.readSecurityLog,
  recovery.requestRecovery,
  recovery.startRecovery,
  recovery.cancelRecovery,
  recovery.withdrawRecovery,
  companies.deleteCompany,
  members.listMembers,
  members.changeMemberRole,
  members.removeMember,
  members.resetMemberPassword,
  invitations.listInvitations,
  invitations.inviteMember,
  invitations.revokeInvitation,
  invitations.acceptInvitation,
  auditLog.readAuditLog,
  inbox.listNotifications,
  inbox.readNotifications,
  inbox.explainNotification,
  ipAllowlist.getOwnList,
  ipAllowlist.saveOwnList,
  ipAllowlist.getCompanyList,
  ipAllowlist.saveCompanyList,
  ipAllowlist.checkAddress,
  ipAllowlist.confirmEnforcement,
  breakGlass,
  deletion.preflightDeletion,
  deletion.getDeletion,
  deletion.scheduleDeletion,
  deletion.cancelDeletion,
  deletion.cancelDeletionByLink,
  receipts.getReceipt,
  notificationPreferences.getPreferences,
  notificationPreferences.changePreferences,
  notificationPreferences.getCompanyDefaults,
  notificationPreferences.changeCompanyDefaults,
  unsubscribe.openUnsubscribe,
  unsubscribe.describeUnsubscribe,
  unsubscribe.unsubscribe,
  unsubscribe.undoUnsubscribe,
  channels.readChannels,
  emailProblem.clearEmailProblem,
  webPush.subscribeBrowser,
  webPush.renewBrowser,
  webPush.unsubscribeBrowser,
  sms.requestPhoneCode,
  sms.confirmPhone,
  sms.removePhoneConfirmation,
  dataReset.preflightDataReset,
  dataReset.resetData,
  exports.getExport,
  exports.requestExport,
  exports.downloadExport,
  jobs.getJob,
  service.health,
  service.openapi,
];
