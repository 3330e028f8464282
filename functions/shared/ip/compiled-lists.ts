import type { Account } from '../account-item.ts';
import type { Table } from '../aws/table-client.ts';
import type { Company } from '../company-item.ts';
import { parseCidr } from './cidr.ts';
import { readCompanyList } from './company-list-item.ts';
import { type IpRange, parseAddress } from './ip-range.ts';
import { readOwnList } from './own-list-item.ts';
import { compileRanges, type RangeSet } from './range-set.ts';

/** Entries that one function instance keeps compiled: five of the longest lists, or thousands of usual ones. */
const mostEntries = 50_000;

/** A list that is ready to be asked. */
export interface CompiledList {
  readonly has: (ip: string, now: Date) => boolean;
  /** The entries in force that hold an address, the narrowest first. */
  readonly matching: (ip: string, now: Date) => string[];
}

/** Compiles entries; those that end are left out from then on. Throws for an entry that is none: none is skipped. */
export function compileList(entries: readonly { cidr: string; expiresAt?: string | null }[]): CompiledList {
  const parsed = entries.map(({ cidr, expiresAt }) => ({
    cidr,
    range: rangeOf(cidr),
    endsAt: expiresAt == null ? Infinity : Date.parse(expiresAt),
  }));
  const inForce = (now: Date) => parsed.filter(({ endsAt }) => endsAt > now.getTime());
  let compiled: { set: RangeSet; until: number } | null = null;
  return {
    has: (ip, now) => {
      if (compiled === null || compiled.until <= now.getTime()) {
        const valid = inForce(now);
        const until = valid.reduce((soonest, { endsAt }) => Math.min(soonest, endsAt), Infinity);
        compiled = { set: compileRanges(valid.map(({ range }) => range)), until };
      }
      return compiled.set.has(ip);
    },
    matching: (ip, now) => {
      const address = parseAddress(ip);
      if (address === null) return [];
      const { family, value } = address;
      return inForce(now)
        .filter(({ range }) => range.family === family && range.first <= value && value <= range.last)
        .sort((a, b) => (size(a.range) < size(b.range) ? -1 : 1))
        .map(({ cidr }) => cidr);
    },
  };
}

function rangeOf(cidr: string): IpRange {
  const parsed = parseCidr(cidr);
  if (typeof parsed === 'string') throw new Error(`A stored IP entry is none: ${parsed}`);
  return parsed.range;
}

const size = ({ first, last }: IpRange): bigint => last - first;

interface Kept {
  readonly version: number;
  readonly entries: number;
  readonly list: Promise<CompiledList>;
}

/** The lists that an instance has compiled, each read once for its version. */
function listCache(table: Table) {
  const kept = new Map<string, Kept>();
  let total = 0;
  const drop = (key: string) => {
    total -= kept.get(key)?.entries ?? 0;
    kept.delete(key);
  };
  const keep = (key: string, held: Kept) => {
    drop(key);
    // The newest stands last, so that what goes first has not been asked for longest.
    kept.set(key, held);
    total += held.entries;
    for (const oldest of kept.keys()) {
      if (total <= mostEntries || oldest === key) break;
      drop(oldest);
    }
  };
  const get = (
    key: string,
    { version, entries }: { version: number; entries: number },
    read: () => Promise<readonly { cidr: string; expiresAt?: string | null }[]>,
  ): Promise<CompiledList> => {
    const before = kept.get(key);
    const held =
      before?.version === version
        ? before
        : { version, entries: entries + 1, list: read().then(compileList) };
    keep(key, held);
    held.list.catch(() => {
      if (kept.get(key) === held) drop(key);
    });
    return held.list;
  };
  return {
    own: (account: Account) =>
      get(`own ${account.accountId}`, account.ipAllowlist, () => readOwnList(table, account)),
    company: (company: Company) => {
      const { listVersion, entries } = company.ipPolicy;
      return get(`company ${company.companyId}`, { version: listVersion, entries }, () =>
        readCompanyList(table, company),
      );
    },
  };
}

const caches = new WeakMap<object, ReturnType<typeof listCache>>();

/** The compiled lists of a table: kept as long as the function instance that asks for them. */
export function compiledLists(table: Table): ReturnType<typeof listCache> {
  const cache = caches.get(table.client) ?? listCache(table);
  caches.set(table.client, cache);
  return cache;
}
