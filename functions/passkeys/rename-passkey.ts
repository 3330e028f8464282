import { passkeyRenamed } from '#events/lifecycle/passkey-renamed.ts';
import type { Account } from '#functions/shared/account-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import type { Now } from '#functions/shared/clock.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import { passkeyKey } from '#functions/shared/table.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import { namePasskey, parsePasskey } from './passkey-item.ts';

export interface RenamePasskeyDeps {
  readonly table: Table;
  readonly now: Now;
  readonly newId: () => string;
}

export interface RenamePasskeyCommand {
  readonly account: Account;
  readonly id: string;
  readonly name: string;
  readonly viewer: Viewer;
}

/** Gives a passkey another name; the name that it has already changes nothing. */
export async function renamePasskey(
  deps: RenamePasskeyDeps,
  { account, id, name, viewer }: RenamePasskeyCommand,
): Promise<Outcome> {
  const { accountId } = account;
  const [item] = await readMany(deps.table, [passkeyKey(accountId, id)]);
  const passkey = parsePasskey(item);
  if (passkey?.state !== 'active') return refuse('not-found');
  if (passkey.name === name) return { ok: true };
  const lost = await commit(deps.table, [
    namePasskey(deps.table.name, passkey, name),
    recordEvent(deps.table.name, passkeyRenamed, {
      id: deps.newId(),
      now: deps.now(),
      accountId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { passkeyId: id, passkeyName: name, oldName: passkey.name },
    }),
  ]);
  return lost === null ? { ok: true } : refuse('not-found');
}
