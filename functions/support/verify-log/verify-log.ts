import { setTimeout as sleep } from 'node:timers/promises';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';
import type { Log } from '#functions/shared/log/read-events.ts';
import { type Head, writeHead } from '#functions/shared/log-chain/link.ts';
import { readReceipt } from '#functions/shared/receipt-item.ts';
import { checkEntry, type Finding } from './check-entry.ts';
import { checkOrder, type Expected, type OrderCheck } from './check-order.ts';
import type { Problem } from './problem.ts';
import { type Entry, readChainHead, readEntry, readLog } from './read-log.ts';
import { type Counts, startTally } from './tally.ts';

export interface VerifyDeps {
  readonly table: Table;
  readonly now: Now;
  /** How long to wait before something that looks wrong is read again, in milliseconds. */
  readonly secondLookAfter: number;
}

/** What a log was found to be. */
export interface Verdict extends Counts {
  /** The first thing that is wrong; null of a log that is whole. */
  readonly problem: Problem | null;
  /** The end of the chain, to be noted elsewhere; null where there is none. */
  readonly head: string | null;
}

/**
 * Proves a log whole, or finds the first line that is not: every line that is kept is as it was linked, no link is
 * missing but those that have run out, and the chain passes through what was noted of it. Reads page by page, whatever
 * others write meanwhile.
 */
export async function verifyLog(
  deps: VerifyDeps,
  log: Log,
  expected: Expected | null = null,
): Promise<Verdict> {
  const now = deps.now();
  // Read first: whatever is linked beyond this end was written meanwhile.
  const head = await readChainHead(deps.table, log);
  const order = checkOrder(now.getTime() / 1000, expected);
  const tally = startTally();
  const known = knownReceipts(deps.table, now);
  const verdict = (problem: Problem | null): Verdict => ({
    ...tally.counts(),
    problem,
    head: head === null ? null : writeHead(head),
  });

  let beyond = 0;
  for await (const entry of readLog(deps.table, log)) {
    const links = takeLinks(order, entry, { head, now });
    if (links.problem !== null) return verdict(links.problem);
    beyond = Math.max(beyond, links.beyond);
    const finding = await look(deps, log, entry, now);
    if (finding.kind === 'wrong') return verdict(finding.problem);
    tally.take(finding);
    if (finding.kind === 'erased' && !(await known(finding.receipt)))
      return verdict({ kind: 'no-receipt', eventId: entry.eventId, receipt: finding.receipt });
  }
  return verdict((await checkBeyond(deps.table, log, beyond)) ?? order.finish(head));
}

/** Has the links of an event checked, but those that have run out, and those beyond the end: those are counted. */
function takeLinks(
  order: OrderCheck,
  { eventId, links }: Entry,
  { head, now }: { head: Head | null; now: Date },
): { readonly problem: Problem | null; readonly beyond: number } {
  let beyond = 0;
  for (const link of links) {
    if (link === null) return { problem: { kind: 'link-changed', eventId, seq: null }, beyond };
    if (link.expiresAtSeconds * 1000 <= now.getTime()) continue;
    if (link.seq > (head?.seq ?? 0)) beyond = Math.max(beyond, link.seq);
    else {
      const problem = order.take(link);
      if (problem !== null) return { problem, beyond };
    }
  }
  return { problem: null, beyond };
}

/** Looks at an event's line, and looks again where something is wrong: an index lags, and an erasure moves lines. */
async function look(deps: VerifyDeps, log: Log, entry: Entry, now: Date): Promise<Finding> {
  const finding = checkEntry(entry, now);
  if (finding.kind !== 'wrong') return finding;
  await sleep(deps.secondLookAfter);
  return checkEntry(await readEntry(deps.table, log, entry.eventId), now);
}

/** Links beyond the end that was read first belong to an end that has moved on meanwhile, or to none. */
async function checkBeyond(table: Table, log: Log, beyond: number): Promise<Problem | null> {
  if (beyond === 0) return null;
  const head = await readChainHead(table, log);
  if (head === null) return { kind: 'no-head' };
  return head.seq < beyond ? { kind: 'head-changed', seq: beyond } : null;
}

/** Tells whether there is a receipt of a number; each is read once. */
function knownReceipts(table: Table, now: Date): (number: string) => Promise<boolean> {
  const found = new Map<string, boolean>();
  return async (number) => {
    const before = found.get(number);
    if (before !== undefined) return before;
    const there = (await readReceipt(table, number, now)) !== null;
    found.set(number, there);
    return there;
  };
}
