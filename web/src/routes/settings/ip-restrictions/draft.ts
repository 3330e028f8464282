import type { getCompanyList, saveCompanyList } from '#functions/ip-allowlist/contract.ts';
import type { BodyOf, OutputOf } from '#functions/shared/contract.ts';

export type CompanyList = OutputOf<typeof getCompanyList>;
export type CompanyEntry = CompanyList['entries'][number];
export type Mode = CompanyList['mode'];
export type Scope = CompanyList['scope'];

/** An entry of the list as it is edited; `stored` is what the company has of it, null for a new one. */
export interface DraftEntry {
  readonly cidr: string;
  readonly label: string | null;
  readonly expiresAt: string | null;
  readonly stored: CompanyEntry | null;
}

/** What is typed of an entry. */
export type EntryInput = Omit<DraftEntry, 'stored'>;

/** The restrictions as they are edited: nothing counts before it is saved. */
export interface Draft {
  readonly mode: Mode;
  readonly scope: Scope;
  readonly entries: readonly DraftEntry[];
}

export function draftOf({ mode, scope, entries }: CompanyList): Draft {
  return {
    mode,
    scope,
    entries: entries.map((stored) => ({
      cidr: stored.cidr,
      label: stored.label,
      expiresAt: stored.expiresAt,
      stored,
    })),
  };
}

/** Puts entries before the others, each in place of the one with the same network. */
export function withEntries(draft: Draft, added: readonly EntryInput[]): Draft {
  const stored = new Map(draft.entries.map((entry) => [entry.cidr, entry.stored]));
  const taken = new Set(added.map(({ cidr }) => cidr));
  const others = draft.entries.filter(({ cidr }) => !taken.has(cidr));
  const first = added.map((entry) => ({ ...entry, stored: stored.get(entry.cidr) ?? null }));
  return { ...draft, entries: [...first, ...others] };
}

/** Puts an entry in the place of another; a third one with its network goes. */
export function withReplaced(draft: Draft, cidr: string, by: EntryInput): Draft {
  const entries = draft.entries
    .filter((entry) => entry.cidr === cidr || entry.cidr !== by.cidr)
    .map((entry) =>
      entry.cidr === cidr ? { ...by, stored: by.cidr === cidr ? entry.stored : null } : entry,
    );
  return { ...draft, entries };
}

/** The draft as the API takes it. */
export function inputOf({ mode, scope, entries }: Draft): BodyOf<typeof saveCompanyList> {
  return {
    mode,
    scope,
    entries: entries.map(({ cidr, label, expiresAt }) => ({ cidr, label, expiresAt })),
  };
}

/** How a draft differs from what the company has. */
export interface Difference {
  readonly mode: boolean;
  readonly scope: boolean;
  readonly added: readonly DraftEntry[];
  readonly removed: readonly CompanyEntry[];
  readonly edited: readonly DraftEntry[];
}

export function differenceOf(base: CompanyList, draft: Draft): Difference {
  const before = new Map(base.entries.map((entry) => [entry.cidr, entry]));
  const kept = new Set(draft.entries.map(({ cidr }) => cidr));
  return {
    mode: base.mode !== draft.mode,
    scope: base.scope !== draft.scope,
    added: draft.entries.filter(({ cidr }) => !before.has(cidr)),
    removed: base.entries.filter(({ cidr }) => !kept.has(cidr)),
    edited: draft.entries.filter(({ cidr, label, expiresAt }) => {
      const stored = before.get(cidr);
      return stored !== undefined && (stored.label !== label || stored.expiresAt !== expiresAt);
    }),
  };
}

export function isSame({ mode, scope, added, removed, edited }: Difference): boolean {
  return !mode && !scope && added.length === 0 && removed.length === 0 && edited.length === 0;
}

/**
 * Puts one's own changes over what somebody else saved meanwhile: what was added, removed, edited or chosen here
 * counts, all else is theirs.
 */
export function mergeInto(theirs: CompanyList, base: CompanyList, mine: Draft): Draft {
  const own = differenceOf(base, mine);
  const removed = new Set(own.removed.map(({ cidr }) => cidr));
  const changed = new Map([...own.added, ...own.edited].map((entry) => [entry.cidr, entry]));
  const merged = draftOf(theirs).entries.flatMap((entry): DraftEntry[] => {
    const { label, expiresAt } = changed.get(entry.cidr) ?? entry;
    return removed.has(entry.cidr) ? [] : [{ ...entry, label, expiresAt }];
  });
  const there = new Set(merged.map(({ cidr }) => cidr));
  const added = [...own.added, ...own.edited].filter(({ cidr }) => !there.has(cidr));
  return {
    mode: own.mode ? mine.mode : theirs.mode,
    scope: own.scope ? mine.scope : theirs.scope,
    entries: [...added.map((entry) => ({ ...entry, stored: null })), ...merged],
  };
}

/** Tells whether saving begins a trial: enforcement that reaches further than what counts now. */
export function reachesFurther(base: CompanyList, { mode, scope }: Draft): boolean {
  if (mode !== 'enforce') return false;
  return base.mode !== 'enforce' || (base.scope === 'sensitive' && scope === 'all');
}
