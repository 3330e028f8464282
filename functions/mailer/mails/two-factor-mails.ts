import type { recoveryCodeUsed } from '#events/lifecycle/recovery-code-used.ts';
import type { recoveryCodesRegenerated } from '#events/lifecycle/recovery-codes-regenerated.ts';
import type { twoFactorDisabled } from '#events/lifecycle/two-factor-disabled.ts';
import type { twoFactorEnabled } from '#events/lifecycle/two-factor-enabled.ts';
import { siteLink } from '../links.ts';
import { type Block, button, type Mail, paragraph } from '#functions/shared/mail/mail-description.ts';
import type { EventOf, MailSettings } from '../mail-settings.ts';
import { factsOf, greeting, securityNotice } from '#functions/shared/mail/wording.ts';

/** What to do about a change of factors that one did not make: whoever made it has session or password. */
function ifNotYou(settings: MailSettings): Block[] {
  return [
    paragraph(
      'If it was you, there is nothing to do. If it was not you, somebody else uses your account: set a new password now, which ends every session, then check your security settings.',
    ),
    button('This wasn’t me: reset my password', siteLink(settings, '/forgot-password')),
  ];
}

/** Tells that signing in wants a code from now on. */
export function twoFactorWasEnabled(event: EventOf<typeof twoFactorEnabled>, settings: MailSettings): Mail {
  const { email, name, timezone } = event.data;
  const { productName } = settings;
  return {
    id: 'two-factor-enabled',
    to: email,
    subject: `Two-factor authentication is on for your ${productName} account`,
    preheader: 'Signing in now wants a code from your authenticator app, too.',
    heading: 'Two-factor authentication is on',
    greeting: greeting(name),
    blocks: [
      paragraph(
        `Signing in to your ${productName} account now wants your password and a code from your authenticator app. Keep the recovery codes that you were shown in a safe place: each signs you in once, should you lose the app.`,
      ),
      factsOf(event, timezone),
      ...ifNotYou(settings),
    ],
    why: securityNotice(productName),
  };
}

/** Tells that the password alone signs in again. */
export function twoFactorWasDisabled(
  event: EventOf<typeof twoFactorDisabled>,
  settings: MailSettings,
): Mail | null {
  const { email, name, timezone, how } = event.data;
  // A completed recovery and support tell of it in mails of their own.
  if (how !== 'by-the-person') return null;
  const { productName } = settings;
  return {
    id: 'two-factor-disabled',
    to: email,
    subject: `Two-factor authentication is off for your ${productName} account`,
    preheader: 'Signing in now wants your password only. If it was not you, act now.',
    heading: 'Two-factor authentication is off',
    greeting: greeting(name),
    blocks: [
      paragraph(
        `Signing in to your ${productName} account now wants your password only. Your authenticator app and your recovery codes no longer count for it.`,
      ),
      factsOf(event, timezone),
      ...ifNotYou(settings),
    ],
    why: securityNotice(productName),
  };
}

/** Tells that there are new recovery codes and the old ones are dead. */
export function recoveryCodesWereRegenerated(
  event: EventOf<typeof recoveryCodesRegenerated>,
  settings: MailSettings,
): Mail {
  const { email, name, timezone } = event.data;
  const { productName } = settings;
  return {
    id: 'recovery-codes-regenerated',
    to: email,
    subject: `New recovery codes for your ${productName} account`,
    preheader: 'The old recovery codes no longer work.',
    heading: 'New recovery codes were made',
    greeting: greeting(name),
    blocks: [
      paragraph(
        `New recovery codes were made for your ${productName} account. The old ones no longer work; throw them away.`,
      ),
      factsOf(event, timezone),
      ...ifNotYou(settings),
    ],
    why: securityNotice(productName),
  };
}

function codesLeftText(codesLeft: number): string {
  if (codesLeft === 0) return 'It was the last one. Make new ones in your security settings.';
  const left = codesLeft === 1 ? 'One code is left.' : `${String(codesLeft)} codes are left.`;
  return codesLeft > 3 ? left : `${left} Make new ones in your security settings.`;
}

/** Tells that somebody used a recovery code, and how many are left. */
export function recoveryCodeWasUsed(event: EventOf<typeof recoveryCodeUsed>, settings: MailSettings): Mail {
  const { email, name, timezone, codesLeft, purpose } = event.data;
  const { productName } = settings;
  const use = {
    'sign-in': 'sign in to',
    'step-up': 'confirm who you are in',
    'break-glass': 'pass the IP restrictions of',
    deletion: 'schedule the deletion of',
    'data-reset': 'reset the data of a company with',
  }[purpose];
  return {
    id: 'recovery-code-used',
    to: email,
    subject: `A recovery code of your ${productName} account was used`,
    preheader: codesLeftText(codesLeft),
    heading: 'A recovery code was used',
    greeting: greeting(name),
    blocks: [
      paragraph(
        `A recovery code was used to ${use} your ${productName} account, instead of a code from your authenticator app. It works no second time. ${codesLeftText(codesLeft)}`,
      ),
      factsOf(event, timezone),
      ...ifNotYou(settings),
    ],
    why: securityNotice(productName),
  };
}
