import { emailProblemCleared } from '#events/lifecycle/email-problem-cleared.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { countCall } from '#functions/shared/chain/rate-limit.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import { emailProblemOf } from '#functions/shared/reachability.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { EmailProblemDeps } from './deps.ts';
import { unmarkAddress } from './email-problem-item.ts';

/** Each try sends a mail, to an address that has sent one back: not many in a day (SES counts bounces). */
const triesADay = { calls: 5, windowSeconds: 86_400 };

/**
 * Has the account's address tried again: takes the mark off and records the event that mails to it. If that mail
 * comes back, the mark is there again. Where nothing is wrong there is nothing to do.
 */
export async function clearEmailProblem(
  deps: EmailProblemDeps,
  { auth, viewer }: { readonly auth: Authenticated; readonly viewer: Viewer },
): Promise<Outcome> {
  const { accountId, email, name, timezone } = auth.account;
  if (emailProblemOf(auth.account) === null) return { ok: true };
  const now = deps.now();
  const wait = await countCall(deps.table, 'email-problem', accountId, triesADay, now);
  if (wait > 0) return refuse('too-many-attempts', { retryAfterSeconds: wait });
  // Lost to the same wish in another tab, or to a change of address: then it is done.
  await commit(deps.table, [
    unmarkAddress(deps.table.name, accountId, email),
    recordEvent(deps.table.name, emailProblemCleared, {
      id: deps.newId(),
      now,
      accountId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { email, name, timezone },
    }),
  ]);
  return { ok: true };
}
