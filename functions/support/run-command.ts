import type { Account } from '#functions/shared/account-item.ts';
import type { Outcome } from '#functions/shared/outcome.ts';
import type { Arguments } from './arguments.ts';
import type { SupportDeps } from './deps.ts';
import { endSessions } from './end-sessions.ts';
import { findAccount, type Found } from './find-account.ts';
import { recordLook } from './record-act.ts';
import { describeAccount, describePending, describeState } from './report.ts';
import { resendMail, sendConfirmation, sendReset } from './resend-mail.ts';
import { resetTwoFactor } from './reset-two-factor.ts';
import { showAccount } from './show-account.ts';
import { unlockAccount } from './unlock-account.ts';

/** What a command came to, as the operator reads it. */
export interface Result {
  readonly ok: boolean;
  readonly text: string;
}

/** Runs one command of support. */
export async function runCommand(deps: SupportDeps, given: Arguments): Promise<Result> {
  const found = await findAccount(deps.table, given.who);
  if (found.account !== null) return forAccount(deps, given, found.account);
  if (found.pending !== null) return forPending(deps, given, found.pending);
  return { ok: false, text: `There is no account of ${given.who}.` };
}

async function forAccount(deps: SupportDeps, given: Arguments, account: Account): Promise<Result> {
  const command = { account, by: given.by };
  const { email } = account;
  switch (given.command) {
    case 'find':
      await recordLook(deps, command);
      return { ok: true, text: describeAccount(account) };
    case 'show':
      return { ok: true, text: describeState(await showAccount(deps, command)) };
    case 'end-sessions':
      return told(await endSessions(deps, command), `${email} is signed out everywhere.`);
    case 'unlock':
      return told(await unlockAccount(deps, command), `${email} no longer has to wait.`);
    case 'reset-two-factor':
      return told(
        await resetTwoFactor(deps, command),
        `Two-factor of ${email} is off, and every session has ended.`,
      );
    case 'resend-mail':
      return resend(deps, given, account);
  }
}

async function resend(deps: SupportDeps, given: Arguments, account: Account): Promise<Result> {
  const command = { account, by: given.by };
  const { email } = account;
  if (given.what === 'confirm') return { ok: false, text: `${email} is confirmed: there is an account.` };
  if (given.what === 'reset') return told(await sendReset(deps, command), `A reset link goes to ${email}.`);
  return told(
    await resendMail(deps, command, given.what ?? ''),
    'The mails of the event are sent once more.',
    `${email} has no event ${given.what ?? ''} that sent a mail in the last 14 days.`,
  );
}

async function forPending(
  deps: SupportDeps,
  given: Arguments,
  pending: NonNullable<Found['pending']>,
): Promise<Result> {
  const { email } = pending;
  if (given.command === 'find' || given.command === 'show')
    return { ok: true, text: describePending(pending) };
  if (given.command === 'resend-mail' && given.what === 'confirm')
    return told(
      await sendConfirmation(deps, { pending, by: given.by }),
      `A new code goes to ${email}.`,
      `The sign-up of ${email} is not complete: the person has to sign up again.`,
    );
  return { ok: false, text: `${email} is signing up and has no account yet: ask for resend-mail … confirm.` };
}

const refusals: Partial<Record<string, string>> = {
  'two-factor-off': 'Two-factor is off already: nothing was done.',
  'request-in-progress': 'Somebody is at it right now: try again in a minute.',
};

function told(outcome: Outcome, done: string, notFound?: string): Result {
  if (outcome.ok) return { ok: true, text: done };
  const { reason } = outcome;
  const sentence = reason === 'not-found' ? notFound : refusals[reason];
  return { ok: false, text: sentence ?? `Refused: ${reason}.` };
}
