import type { Line } from '#functions/shared/log-chain/line.ts';
import type { Finding } from './check-entry.ts';

/** What was counted of a log so far. */
export interface Counts {
  readonly lines: number;
  /** When the first and the last of them happened. */
  readonly from: string | null;
  readonly to: string | null;
  /** How many lines were erased, by receipt. */
  readonly erased: ReadonlyMap<string, number>;
  /** Written a moment ago, and not linked yet. */
  readonly waiting: number;
}

/** Counts what was found, line by line. */
export function startTally(): { take: (finding: Finding) => void; counts: () => Counts } {
  const erased = new Map<string, number>();
  let [lines, waiting] = [0, 0];
  let [from, to]: [string | null, string | null] = [null, null];
  const countLine = ({ occurredAt }: Line) => {
    lines += 1;
    from ??= occurredAt;
    to = occurredAt;
  };
  return {
    take: (finding) => {
      if (finding.kind === 'waiting') waiting += 1;
      if (finding.kind === 'whole' || finding.kind === 'erased') countLine(finding.line);
      if (finding.kind === 'erased') erased.set(finding.receipt, (erased.get(finding.receipt) ?? 0) + 1);
    },
    counts: () => ({ lines, from, to, erased, waiting }),
  };
}
