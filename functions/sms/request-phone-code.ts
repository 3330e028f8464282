import { phoneConfirmationRequested } from '#events/lifecycle/phone-confirmation-requested.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import { newPhoneCode, putPhoneCode } from '#functions/shared/phone-code-item.ts';
import { confirmedPhoneOf } from '#functions/shared/reachability.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { SmsDeps } from './deps.ts';
import { phoneCode, phoneEnding } from './phone-code.ts';
import { isServed } from './served-number.ts';
import { countCode } from './sms-limits.ts';

/**
 * Sends a code to the phone number of the profile. It is kept and recorded first: a message whose reply is lost may
 * have arrived, and its code then works. Asked again, the newest code is the one that counts.
 */
export async function requestPhoneCode(
  deps: SmsDeps,
  { auth, viewer }: { readonly auth: Authenticated; readonly viewer: Viewer },
): Promise<Outcome<{ expiresAt: string }>> {
  const { account } = auth;
  const { accountId, phone } = account;
  if (deps.sms === null) return refuse('sms-not-offered');
  if (phone === null) return refuse('phone-missing');
  if (confirmedPhoneOf(account) !== null) return refuse('phone-confirmed');
  if (!(await isServed(phone, deps.sms.countries))) return refuse('phone-not-served');
  const tooMany = await countCode(deps, { accountId, number: phone });
  if (tooMany !== null) return tooMany;

  const now = deps.now();
  const requestId = deps.newId();
  const code = newPhoneCode(phone, requestId, now);
  await commit(deps.table, [
    putPhoneCode(deps.table.name, accountId, code),
    recordEvent(deps.table.name, phoneConfirmationRequested, {
      id: requestId,
      now,
      accountId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { phoneEnding: phoneEnding(phone) },
    }),
  ]);
  const [secret] = await deps.readChannelSecret();
  const digits = phoneCode(secret, requestId);
  const sent = await deps.sms.send({
    to: phone,
    text: `${digits} is your ${deps.productName} code. It is good for 10 minutes. Tell it to nobody.`,
    lifeSeconds: 600,
    context: { kind: 'code', id: requestId },
  });
  return sent.ok ? { ok: true, expiresAt: code.expiresAt } : refuse('sms-refused');
}
