import { profileChanged } from '#events/lifecycle/profile-changed.ts';
import { accountSchema } from '#functions/shared/account-item.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import { parse } from 'valibot';
import { keepTimezone } from './profile-writes.ts';
import type { ProfileDeps } from './save-profile.ts';

/** Keeps the browser's time zone while none is stored; a chosen one is never overwritten. */
export async function detectTimezone(
  deps: Pick<ProfileDeps, 'table' | 'now' | 'newId'>,
  command: { auth: Authenticated; timezone: string; viewer: Viewer },
): Promise<{ timezone: string; kept: boolean }> {
  const { auth, timezone, viewer } = command;
  const { accountId, timezone: stored } = auth.account;
  if (stored !== null) return { timezone: stored, kept: false };
  const failed = await commit(deps.table, [
    keepTimezone(deps.table.name, accountId, timezone),
    recordEvent(deps.table.name, profileChanged, {
      id: deps.newId(),
      now: deps.now(),
      accountId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { fields: ['timezone'] },
    }),
  ]);
  if (failed === null) return { timezone, kept: true };
  const other = failed.item === undefined ? null : parse(accountSchema, failed.item).timezone;
  return { timezone: other ?? timezone, kept: false };
}
