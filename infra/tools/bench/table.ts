/** One measured thing: its name and its figures, already with their units. */
export interface Row {
  readonly name: string;
  readonly figures: readonly string[];
}

/** Prints rows under a heading, in columns as wide as they need. */
export function printTable(heading: string, columns: readonly string[], rows: readonly Row[]): void {
  const lines = [['', ...columns], ...rows.map(({ name, figures }) => [name, ...figures])];
  const widths = ['', ...columns].map((_, at) => Math.max(...lines.map((line) => (line[at] ?? '').length)));
  const format = (line: string[]) =>
    line
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ');
  console.log(`\n${heading}\n${lines.map((line) => `  ${format(line)}`).join('\n')}`);
}

/** The middle one of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
