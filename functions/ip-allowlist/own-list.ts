import { ipAllowlistChanged } from '#events/lifecycle/ip-allowlist-changed.ts';
import { type Account, readAccount } from '#functions/shared/account-item.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { matches } from '#functions/shared/etag.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { splitComment } from '#functions/shared/ip/cidr.ts';
import { compileList } from '#functions/shared/ip/compiled-lists.ts';
import { type OwnIpEntry, putOwnList, readOwnList } from '#functions/shared/ip/own-list-item.ts';
import { type Outcome, refuse, refuseField } from '#functions/shared/outcome.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import { arrange, difference, holdsEverything, shownRanges } from './arrange.ts';
import type { OwnList } from './documents.ts';
import type { Caller, IpAllowlistDeps } from './deps.ts';
import { wouldLockOut } from './lock-out.ts';

/** How often a save without `If-Match` meets another one before it asks the client to try again. */
const mostMeetings = 3;

/** The person's own list. */
export async function getOwnList(deps: IpAllowlistDeps, account: Account, viewer: Viewer): Promise<OwnList> {
  return documentOf(await readOwnList(deps.table, account), account.ipAllowlist.version, viewer);
}

/**
 * Saves the person's own list over the one that was read. Refused when it would shut out the address from which
 * it is saved; an empty list lifts the restriction.
 */
export async function saveOwnList(
  deps: IpAllowlistDeps,
  command: Caller & { readonly lines: readonly string[]; readonly ifMatch: string | null },
): Promise<Outcome<{ list: OwnList }>> {
  const typed = command.lines.flatMap((text, line) => {
    const { address, comment } = splitComment(text);
    return address === '' ? [] : [{ line, text: address, entry: { comment } }];
  });
  const { entries, ranges, changes } = arrange(typed);
  if (holdsEverything(ranges)) return refuseField('entries', 'ip-range-too-wide');
  const { ip } = command.viewer;
  if (entries.length > 0 && !compileList(entries).has(ip, deps.now())) return wouldLockOut(ip);

  let { account } = command.auth;
  for (let meeting = 0; meeting < mostMeetings; meeting += 1) {
    if (!matches(command.ifMatch, account.ipAllowlist.version)) {
      return refuse('changed-elsewhere', { current: await getOwnList(deps, account, command.viewer) });
    }
    if (await write(deps, account, entries, command.viewer)) {
      const list = documentOf(entries, account.ipAllowlist.version + 1, command.viewer);
      return { ok: true, list: { ...list, changes } };
    }
    const newer = await readAccount(deps.table, account.accountId);
    if (newer === null) return refuse('unauthorized');
    account = newer;
  }
  return refuse('dependency-unavailable', { retryAfterSeconds: 1 });
}

async function write(
  deps: IpAllowlistDeps,
  account: Account,
  entries: readonly OwnIpEntry[],
  viewer: Viewer,
): Promise<boolean> {
  const { accountId } = account;
  const before = (await readOwnList(deps.table, account)).map(({ cidr }) => cidr);
  const after = entries.map(({ cidr }) => cidr);
  const lost = await commit(deps.table, [
    ...putOwnList(deps.table.name, account, entries),
    recordEvent(deps.table.name, ipAllowlistChanged, {
      id: deps.newId(),
      now: deps.now(),
      accountId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { entries: entries.length, ...difference(before, after) },
    }),
  ]);
  return lost === null;
}

function documentOf(entries: readonly OwnIpEntry[], version: number, viewer: Viewer): OwnList {
  return {
    entries: entries.map(({ cidr, comment }) => (comment === '' ? cidr : `${cidr} # ${comment}`)),
    ranges: shownRanges(entries.map(({ cidr }) => cidr)),
    version,
    yourAddress: viewer.ip,
    changes: [],
  };
}
