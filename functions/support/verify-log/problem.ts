/** What is wrong with a log: the first thing that was found. */
export type Problem =
  /** A line says something else than when it was linked. */
  | { readonly kind: 'changed'; readonly eventId: string; readonly seq: number }
  /** A link has no line any more. */
  | { readonly kind: 'removed'; readonly eventId: string; readonly seq: number }
  /** A line has no link, and is old enough to have one. */
  | { readonly kind: 'not-linked'; readonly eventId: string }
  /** One event stands in the log twice. */
  | { readonly kind: 'doubled'; readonly eventId: string }
  /** A line claims to have been erased under a receipt that is not there. */
  | { readonly kind: 'no-receipt'; readonly eventId: string; readonly receipt: string }
  /** A link says something else than when its hash was made, or does not follow the one before it. */
  | { readonly kind: 'link-changed'; readonly eventId: string; readonly seq: number | null }
  | { readonly kind: 'out-of-order'; readonly eventId: string; readonly seq: number }
  /** Links before this one are gone, before their time. */
  | { readonly kind: 'gap'; readonly eventId: string; readonly seq: number }
  /** Links after this one are gone: the chain's end says so. */
  | { readonly kind: 'end-removed'; readonly seq: number }
  /** The chain's end is gone, or not the one that belongs to its links. */
  | { readonly kind: 'no-head' }
  | { readonly kind: 'head-changed'; readonly seq: number }
  /** The chain does not pass through what was noted. */
  | { readonly kind: 'not-passed'; readonly expected: string }
  | { readonly kind: 'expected-ran-out'; readonly expected: string };

const ofLine: Partial<Record<Problem['kind'], string>> = {
  changed: 'says something else than when it was linked',
  removed: 'was removed: its link is there, it is not',
  'not-linked':
    'has no link, a quarter of an hour after it was written: it was put in from outside, or the queue of the chain waits (docs/runbooks/log-chain.md)',
  doubled: 'stands in the log twice',
  'link-changed': 'has a link that was changed: its hash does not fit',
  'out-of-order': 'has a link that does not follow the one before it',
  gap: 'is the first after a gap: lines before it were removed, with their links, before their time',
};

/** The problem in a sentence. */
export function describeProblem(problem: Problem): string {
  switch (problem.kind) {
    case 'end-removed':
      return `Lines after link ${String(problem.seq)} were removed, with their links: the chain's end says that there were more.`;
    case 'no-head':
      return 'The end of the chain was removed: there are links, and nothing says which is the last.';
    case 'head-changed':
      return `The end of the chain was changed: it does not fit link ${String(problem.seq)}.`;
    case 'not-passed':
      return `The chain does not pass through ${problem.expected}: it was written anew after that was noted.`;
    case 'expected-ran-out':
      return `${problem.expected} is older than all that is kept: nothing can be told from it. Note a newer one.`;
    case 'no-receipt':
      return `Line ${problem.eventId} claims to have been erased under receipt ${problem.receipt}, which is not there.`;
    default: {
      const place = 'seq' in problem && problem.seq !== null ? ` (link ${String(problem.seq)})` : '';
      return `Line ${problem.eventId}${place} ${ofLine[problem.kind] ?? problem.kind}.`;
    }
  }
}
