import { signUpRequested } from '#events/lifecycle/sign-up-requested.ts';
import { decoyEvent } from '#functions/shared/address-holder.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { mayMail } from '#functions/shared/mail-quota.ts';
import type { Outcome } from '#functions/shared/outcome.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { SignUpDeps } from './deps.ts';
import { putPendingSignUp, readAddress } from '#functions/shared/pending-sign-up-item.ts';

/**
 * Mails a new confirmation code, which replaces the earlier one. An address that nobody is signing up with
 * gets the same answer after the same work, and no mail.
 */
export async function resendCode(
  deps: Pick<SignUpDeps, 'table' | 'now' | 'newId'>,
  command: { email: string; viewer: Viewer },
): Promise<Outcome> {
  const { email, viewer } = command;
  if (!(await mayMail(deps.table, email, deps.now()))) return { ok: true };
  const { claim, pending } = await readAddress(deps.table, email);
  const [id, now] = [deps.newId(), deps.now()];
  if (claim !== null || pending?.ready !== true) {
    await commit(
      deps.table,
      [id, deps.newId(), deps.newId()].map((each) => decoyEvent(deps.table.name, each)),
    );
    return { ok: true };
  }
  const { accountId, name, timezone } = pending;
  await commit(deps.table, [
    ...putPendingSignUp(deps.table.name, { email, accountId, name, timezone, eventId: id, ready: true, now }),
    recordEvent(deps.table.name, signUpRequested, {
      id,
      now,
      accountId,
      actor: { kind: 'anonymous' },
      origin: viewer,
      data: { email, name, timezone },
    }),
  ]);
  return { ok: true };
}
