import type { Count, Retention } from '#lib/erasure-texts.ts';

/** What a company adds to a deletion where it is chosen to go, too. */
export interface Added {
  readonly willDelete: readonly Count[];
  readonly retained: readonly Count[];
}

/** What would be deleted, and kept, once these companies go, too. */
export function withChosen(
  plan: { readonly willDelete: readonly Count[]; readonly retained: readonly Retention[] },
  chosen: readonly Added[],
): { willDelete: Count[]; retained: Retention[] } {
  const more = sums(chosen.flatMap(({ retained }) => retained));
  return {
    willDelete: [...sums([...plan.willDelete, ...chosen.flatMap(({ willDelete }) => willDelete)])].map(
      ([category, count]) => ({ category, count }),
    ),
    retained: plan.retained.map((kept) => {
      const added = more.get(kept.category) ?? 0;
      return added === 0 ? kept : { ...kept, count: (kept.count ?? 0) + added };
    }),
  };
}

function sums(counts: readonly Count[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { category, count } of counts) found.set(category, (found.get(category) ?? 0) + count);
  return found;
}
