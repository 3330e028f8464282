import type { Log } from '../log/read-events.ts';
import type { Key } from '../table.ts';

/** Whose partitions hold chains: whoever extends them may write nowhere else. */
export const chainPartitionPrefix = 'CHAIN#';

/** The chain of an account's or a company's log: its partition, by which its links name it. */
export function chainOf(log: Log): string {
  return 'accountId' in log
    ? `${chainPartitionPrefix}ACCOUNT#${log.accountId}`
    : `${chainPartitionPrefix}COMPANY#${log.companyId}`;
}

/** Where a chain ends for now. */
export function chainHeadKey(chain: string): Key {
  return { pk: chain, sk: 'HEAD' };
}

export const linkPrefix = 'LINE#';

/** The link of a line. */
export function linkKey(chain: string, eventId: string): Key {
  return { pk: chain, sk: `${linkPrefix}${eventId}` };
}

/** The link of what an erasure made of a line; it sorts behind the line's own. */
export function rewrittenLinkKey(chain: string, eventId: string, seq: number): Key {
  return { pk: chain, sk: `${linkKey(chain, eventId).sk}#${String(seq).padStart(12, '0')}` };
}

/** The event that a link is about. */
export function eventOfLink(sk: string): string {
  return sk.split('#')[1] ?? '';
}
