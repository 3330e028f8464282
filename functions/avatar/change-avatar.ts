import { profileChanged } from '#events/lifecycle/profile-changed.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { backOff, commit, Contended, type TransactItem } from '#functions/shared/aws/transaction.ts';
import type { Now } from '#functions/shared/clock.ts';
import { readAccount, type Account } from '#functions/shared/account-item.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { describeFault, type Logger } from '#functions/shared/logger.ts';
import { type Outcome, refuse, refuseField } from '#functions/shared/outcome.ts';
import { accountKey } from '#functions/shared/table.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import { inspectImage } from './image.ts';
import type { PhotoStore } from './photo-store.ts';

export interface AvatarDeps {
  readonly table: Table;
  readonly photos: PhotoStore;
  readonly now: Now;
  readonly newId: () => string;
  readonly logger: Logger;
}

const mostTries = 8;

/**
 * Stores a photo and points the account at it. The object is written first and the old one deleted last: a
 * crash in between leaves an orphan object, never a profile without its picture.
 */
export async function saveAvatar(
  deps: AvatarDeps,
  command: { account: Account; bytes: Uint8Array; viewer: Viewer },
): Promise<Outcome<{ avatarUrl: string; version: number }>> {
  const image = inspectImage(command.bytes);
  if (!image.ok) return refuseField('photo', image.reason);
  const avatarUrl = await deps.photos.put(command.bytes, image);
  const pointed = await point(deps, command.account, avatarUrl, command.viewer);
  return pointed.ok ? { ok: true, avatarUrl, version: pointed.version } : pointed;
}

/** Removes the photo; removing none succeeds. Gives the version of the profile without it. */
export async function removeAvatar(
  deps: AvatarDeps,
  command: { account: Account; viewer: Viewer },
): Promise<Outcome<{ version: number }>> {
  return point(deps, command.account, null, command.viewer);
}

/** Points the account at a photo or none, over whatever version stands; gives the version that shows it. */
async function point(
  deps: AvatarDeps,
  account: Account,
  avatarUrl: string | null,
  viewer: Viewer,
  attempt = 1,
): Promise<Outcome<{ version: number }>> {
  if (account.avatarUrl === avatarUrl) return { ok: true, version: account.version };
  const failed = await commit(deps.table, [
    setAvatar(deps.table.name, account, avatarUrl),
    recordEvent(deps.table.name, profileChanged, {
      id: deps.newId(),
      now: deps.now(),
      accountId: account.accountId,
      actor: { kind: 'account', accountId: account.accountId },
      origin: viewer,
      data: { fields: ['photo'] },
    }),
  ]);
  if (failed === null) {
    if (account.avatarUrl !== null) await forget(deps, account.avatarUrl);
    return { ok: true, version: account.version + 1 };
  }
  const current = await readAccount(deps.table, account.accountId);
  const stands = current?.state === 'active';
  if (stands && attempt < mostTries) {
    await backOff(attempt);
    return point(deps, current, avatarUrl, viewer, attempt + 1);
  }
  // Nothing will ever show the new photo.
  if (avatarUrl !== null) await forget(deps, avatarUrl);
  if (!stands) return refuse('unauthorized');
  throw new Contended('The account changes all the time');
}

async function forget(deps: AvatarDeps, path: string): Promise<void> {
  try {
    await deps.photos.delete(path);
  } catch (error) {
    // The profile no longer shows it, and its path cannot be guessed: the change itself stands.
    deps.logger.warn('An unused photo could not be deleted', describeFault(error));
  }
}

function setAvatar(tableName: string, account: Account, avatarUrl: string | null): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: accountKey(account.accountId),
      UpdateExpression: 'SET avatarUrl = :url, #version = #version + :one',
      // Where a deletion has begun meanwhile, nobody would delete the photo any more.
      ConditionExpression: '#version = :version AND #state = :active',
      ExpressionAttributeNames: { '#version': 'version', '#state': 'state' },
      ExpressionAttributeValues: {
        ':url': avatarUrl,
        ':version': account.version,
        ':active': 'active',
        ':one': 1,
      },
    },
  };
}
