import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Account } from '../account-item.ts';
import type { Table } from '../aws/table-client.ts';
import type { UserPool } from '../aws/user-pool.ts';
import { after, isPast, type Now, seconds } from '../clock.ts';
import { accountKey } from '../table.ts';

/** Longer than any request lives, and any call to Cognito: whoever began a removal is finished or dead by then. */
const patience = 40 * seconds;

export interface RemovalDeps {
  readonly table: Table;
  readonly pool: Pick<UserPool, 'removeAuthenticator'>;
  readonly now: Now;
}

/**
 * Removes the authenticator's secret of an account that has switched two-factor off (`removing`), and opens the
 * way for another. Only one may be at it, or a late removal would hit an authenticator that was enrolled since:
 * false while somebody else may still be.
 */
export async function finishRemoval(deps: RemovalDeps, account: Account): Promise<boolean> {
  const { accountId, twoFactor } = account;
  if (twoFactor?.status !== 'removing') return true;
  const now = deps.now();
  if (!isPast(after(new Date(twoFactor.at), patience).toISOString(), now)) return false;
  const mine = now.toISOString();
  const taken = await replace(deps.table, accountId, twoFactor.at, { status: 'removing', at: mine });
  return taken && (await removeNow(deps, accountId, mine));
}

/** Removes the secret, as whoever has just written `removing` at that moment. */
export async function removeNow(deps: RemovalDeps, accountId: string, at: string): Promise<boolean> {
  await deps.pool.removeAuthenticator(accountId);
  return replace(deps.table, accountId, at, null);
}

async function replace(
  table: Table,
  accountId: string,
  at: string,
  state: { status: 'removing'; at: string } | null,
): Promise<boolean> {
  try {
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: accountKey(accountId),
        UpdateExpression: 'SET twoFactor = :state',
        ConditionExpression: 'twoFactor.#at = :at',
        ExpressionAttributeNames: { '#at': 'at' },
        ExpressionAttributeValues: { ':state': state, ':at': at },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
