import type { RecordsDeps } from '#functions/shared/records/deps.ts';
import { putRecording, putRecords } from '#functions/shared/records/record-store.ts';
import { type ReadLine, readLine } from './read-lines.ts';

/** Lines that are written together; also what is done again when an import is gone on with. */
const chunk = 500;

export interface ImportCommand {
  readonly companyId: string;
  /** The lines of the file, in order. */
  readonly lines: AsyncIterable<string>;
  /** Lines that an earlier run has done. */
  readonly done: number;
}

export interface ImportReport {
  /** Lines that are done with, those of earlier runs included. */
  readonly done: number;
  readonly imported: number;
  readonly bad: number;
}

export interface ImportEvents {
  /** A line that can't be imported, by its number; the others are. */
  readonly onBadLine: (number: number, problem: string) => void;
  /** Everything up to this line is stored. */
  readonly onProgress: (report: ImportReport) => Promise<void> | void;
}

/**
 * Imports records line by line. A record with the id of one that is there replaces it, so that an import that was
 * killed is simply run again: lines that are `done` are skipped, and doing some twice changes nothing. Memory holds a
 * chunk of lines. Throws when the store takes nothing any more; what was reported as done is.
 */
export async function importRecords(
  deps: RecordsDeps,
  { companyId, lines, done }: ImportCommand,
  events: ImportEvents,
): Promise<ImportReport> {
  let number = 0;
  let report: ImportReport = { done, imported: 0, bad: 0 };
  let waiting: ReadLine[] = [];
  const flush = async () => {
    await store(deps, companyId, waiting);
    report = { ...report, done: number, imported: report.imported + waiting.length };
    waiting = [];
    await events.onProgress(report);
  };
  for await (const text of lines) {
    number += 1;
    if (number <= done || text.trim() === '') continue;
    const read = readLine(text);
    if (read.ok) waiting.push(read.line);
    else {
      report = { ...report, bad: report.bad + 1 };
      events.onBadLine(number, read.problem);
    }
    if (waiting.length >= chunk) await flush();
  }
  await flush();
  return report;
}

async function store(deps: RecordsDeps, companyId: string, lines: readonly ReadLine[]): Promise<void> {
  for (const { record, audio } of lines) {
    if (audio !== null) await putRecording(deps, companyId, record, audio);
  }
  // One write takes an id only once; of two lines with the same id the last one counts.
  const byId = new Map(
    lines
      .filter(({ audio }) => audio === null)
      .map(({ category, record }) => [`${category} ${record.recordId}`, { companyId, category, record }]),
  );
  await putRecords(deps, [...byId.values()]);
}
