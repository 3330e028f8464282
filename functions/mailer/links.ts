import type { Envelope } from '#events/envelope.ts';
import { deriveCode, linkToken } from '#functions/shared/mailed-code.ts';
import type { MailSettings } from './mail-settings.ts';

/** An absolute address on the site; parameters are encoded. */
export function siteLink(
  settings: Pick<MailSettings, 'siteUrl'>,
  path: `/${string}`,
  parameters: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams(parameters).toString();
  return `${settings.siteUrl}${path}${query === '' ? '' : `?${query}`}`;
}

/** The link of an invitation, with the token that finds it below its company. */
export function invitationLink(
  event: Pick<Envelope, 'id' | 'companyId'>,
  settings: MailSettings,
  invitationId: string,
): string {
  const code = deriveCode(settings.codeSecret, 'invitation', event.id);
  return siteLink(settings, '/invitation', { token: linkToken(event.companyId ?? '', invitationId, code) });
}

/** A link of the email change, with the token that finds the account and the event it is about. */
export function emailChangeLink(
  event: Pick<Envelope, 'id' | 'accountId'>,
  settings: MailSettings,
  step: 'confirm' | 'cancel' | 'revert',
): string {
  const code = deriveCode(settings.codeSecret, `email-change-${step}`, event.id);
  return siteLink(settings, `/email-change/${step}`, { token: linkToken(event.accountId, event.id, code) });
}

/** A link of a delayed recovery, with the token that finds the account and the event it is about. */
export function recoveryLink(
  event: Pick<Envelope, 'id' | 'accountId'>,
  settings: MailSettings,
  step: 'start' | 'cancel',
): string {
  const code = deriveCode(settings.codeSecret, `recovery-${step}`, event.id);
  return siteLink(settings, `/recovery/${step}`, { token: linkToken(event.accountId, event.id, code) });
}

/** The link that keeps an account which waits for its deletion, with the token that finds which one. */
export function deletionLink(
  event: Pick<Envelope, 'accountId'>,
  scheduledBy: string,
  settings: MailSettings,
): string {
  const code = deriveCode(settings.codeSecret, 'deletion-cancel', scheduledBy);
  return siteLink(settings, '/deletion/cancel', { token: linkToken(event.accountId, scheduledBy, code) });
}

/** "This wasn't me": ends what the event tells of and starts a reset. */
export function notMeLink(event: Pick<Envelope, 'id' | 'accountId'>, settings: MailSettings): string {
  const code = deriveCode(settings.codeSecret, 'not-me', event.id);
  return siteLink(settings, '/not-me', { token: linkToken(event.accountId, event.id, code) });
}
