import { phoneConfirmed } from '#events/lifecycle/phone-confirmed.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import { countPhoneTry, parsePhoneCode, usePhoneCode } from '#functions/shared/phone-code-item.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { phoneCodeKey } from '#functions/shared/table.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import { confirmNumber } from './confirmed-phone-writes.ts';
import type { SmsDeps } from './deps.ts';
import { isPhoneCode, phoneEnding } from './phone-code.ts';

export interface ConfirmPhoneCommand {
  readonly auth: Authenticated;
  readonly code: string;
  readonly viewer: Viewer;
}

/**
 * Confirms the number of the profile by its code. The try is counted before the code is looked at, so that parallel
 * guesses share the same five; a number that the profile has no more is not confirmed.
 */
export async function confirmPhone(deps: SmsDeps, command: ConfirmPhoneCommand): Promise<Outcome> {
  const { account } = command.auth;
  const { accountId } = account;
  const now = deps.now();
  const [item] = await readMany(deps.table, [phoneCodeKey(accountId)]);
  const asked = parsePhoneCode(item, account, now);
  if (asked === null || !(await countPhoneTry(deps.table, accountId, asked))) return refuse('code-expired');
  const secrets = await deps.readChannelSecret();
  if (!isPhoneCode(secrets, asked.requestId, command.code)) return refuse('wrong-code');
  const lost = await commit(deps.table, [
    usePhoneCode(deps.table.name, accountId, asked),
    confirmNumber(deps.table.name, accountId, asked.number, now),
    recordEvent(deps.table.name, phoneConfirmed, {
      id: deps.newId(),
      now,
      accountId,
      actor: { kind: 'account', accountId },
      origin: command.viewer,
      data: { phoneEnding: phoneEnding(asked.number) },
    }),
  ]);
  return lost === null ? { ok: true } : refuse('code-expired');
}
