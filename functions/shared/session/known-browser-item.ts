import { createHash } from 'node:crypto';
import type { TransactItem } from '../aws/transaction.ts';
import { after, days, timeToLive } from '../clock.ts';
import { type Key, knownBrowserKey } from '../table.ts';
import type { Viewer } from '../viewer.ts';

/** A browser not used for this long counts as new again. */
const remembered = 180 * days;

/** The key under which an account remembers a browser: its lasting traits, not its version or address. */
export function browserKey(accountId: string, viewer: Viewer): Key {
  const family = viewer.browser.replace(/ \d+$/, '');
  const traits = [family, viewer.os, viewer.device].join('\n');
  return knownBrowserKey(accountId, createHash('sha256').update(traits).digest('base64url'));
}

/** The write that remembers a browser. */
export function rememberBrowser(
  tableName: string,
  accountId: string,
  viewer: Viewer,
  now: Date,
): TransactItem {
  return {
    Put: {
      TableName: tableName,
      Item: {
        ...browserKey(accountId, viewer),
        lastUsedAt: now.toISOString(),
        expiresAtSeconds: timeToLive(after(now, remembered)),
      },
    },
  };
}

/** The write that makes a browser count as new again. */
export function forgetBrowser(tableName: string, accountId: string, viewer: Viewer): TransactItem {
  return { Delete: { TableName: tableName, Key: browserKey(accountId, viewer) } };
}
