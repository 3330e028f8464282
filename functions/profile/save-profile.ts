import { profileChanged } from '#events/lifecycle/profile-changed.ts';
import { accountSchema, type Account, readAccount } from '#functions/shared/account-item.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import type { Now } from '#functions/shared/clock.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse, refuseField } from '#functions/shared/outcome.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import { parse } from 'valibot';
import type { Profile, ProfileInput } from './contract.ts';
import { toE164 } from './phone.ts';
import { matches } from '#functions/shared/etag.ts';
import { profileOf, type ProfileSettings } from './profile-document.ts';
import { type ProfileFields, saveFields } from './profile-writes.ts';

export interface ProfileDeps {
  readonly table: Table;
  readonly now: Now;
  readonly newId: () => string;
  readonly settings: ProfileSettings;
}

export interface SaveProfileCommand {
  readonly auth: Authenticated;
  readonly input: ProfileInput;
  readonly ifMatch: string | null;
  readonly viewer: Viewer;
}

/** How often a save without `If-Match` meets another one before it writes over whatever stands. */
const mostMeetings = 3;

/**
 * Saves the profile. With `If-Match` it saves only over the version that was read, else it answers
 * `changed-elsewhere` with the current document. The account came with the session, so a save is one write.
 */
export async function saveProfile(
  deps: ProfileDeps,
  command: SaveProfileCommand,
): Promise<Outcome<{ profile: Profile }>> {
  const { input } = command;
  const { account } = command.auth;
  if (input.email !== undefined && input.email !== account.email) {
    return refuseField('email', 'use-email-change');
  }
  const phone = input.phone === null ? null : await toE164(input.phone);
  if (input.phone !== null && phone === null) {
    return refuse('invalid-phone', { errors: [{ path: 'phone', reason: 'invalid-phone' }] });
  }
  const { name, company, timezone } = input;
  return saveOver(deps, command, account, { name, company, phone, timezone }, 1);
}

async function saveOver(
  deps: ProfileDeps,
  command: SaveProfileCommand,
  account: Account,
  fields: ProfileFields,
  attempt: number,
): Promise<Outcome<{ profile: Profile }>> {
  const now = deps.now();
  const current = () => profileOf(account, deps.settings, now);
  if (!matches(command.ifMatch, account.version)) return refuse('changed-elsewhere', { current: current() });
  const changed = changedFields(account, fields);
  if (changed.length === 0) return { ok: true, profile: current() };

  const { accountId, version } = account;
  const over = attempt > mostMeetings ? 'any' : version;
  const failed = await commit(deps.table, [
    saveFields(deps.table.name, accountId, fields, over),
    recordEvent(deps.table.name, profileChanged, {
      id: deps.newId(),
      now,
      accountId,
      actor: { kind: 'account', accountId },
      origin: command.viewer,
      data: { fields: changed },
    }),
  ]);
  if (failed === null) {
    // Over whatever stood, only reading tells which version it became.
    const written = { ...account, ...fields, version: version + 1 };
    const saved = over === 'any' ? await readAccount(deps.table, accountId) : written;
    return saved === null ? gone : { ok: true, profile: profileOf(saved, deps.settings, now) };
  }
  if (failed.item === undefined) return gone;
  return saveOver(deps, command, parse(accountSchema, failed.item), fields, attempt + 1);
}

/** The account was erased while it was being saved, and its sessions with it. */
const gone = refuse('unauthorized');

function changedFields(before: ProfileFields, after: ProfileFields): (keyof ProfileFields)[] {
  return (['name', 'company', 'phone', 'timezone'] as const).filter(
    (field) => before[field] !== after[field],
  );
}
