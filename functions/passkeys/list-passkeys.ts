import type { Table } from '#functions/shared/aws/table-client.ts';
import type { OutputOf } from '#functions/shared/contract.ts';
import type { listPasskeys as contract } from './contract.ts';
import { type Passkey, readPasskeys } from './passkey-item.ts';

type Listed = OutputOf<typeof contract>['passkeys'][number];

/** What a person sees of a passkey. */
export function shown({ id, name, createdAt, lastUsedAt }: Passkey): Listed {
  return { id, name, createdAt, lastUsedAt };
}

/** Lists the passkeys that can sign in, oldest first. */
export async function listPasskeys(table: Table, accountId: string): Promise<OutputOf<typeof contract>> {
  const passkeys = await readPasskeys(table, accountId);
  return { passkeys: passkeys.filter(({ state }) => state === 'active').map(shown) };
}
