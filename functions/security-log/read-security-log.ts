import type { Table } from '#functions/shared/aws/table-client.ts';
import type { QueryOf } from '#functions/shared/contract.ts';
import { csvOf } from '#functions/shared/log/csv.ts';
import { cursorAfter } from '#functions/shared/log/log-query.ts';
import { readEvents } from '#functions/shared/log/read-events.ts';
import type { readSecurityLog as contract } from './contract.ts';
import { kindOf } from './kinds.ts';
import { cellsOf, csvColumns, lineOf, type LogLine } from './log-line.ts';

const pageSize = 25;
const csvSize = 5000;

export type LogAnswer =
  | { readonly format: 'json'; readonly lines: LogLine[]; readonly next: string | null }
  | { readonly format: 'csv'; readonly text: string };

/** Reads a page of the account's security log, or the newest 5,000 lines of it as CSV. */
export async function readSecurityLog(
  table: Table,
  accountId: string,
  { kind, from, to, cursor, format }: QueryOf<typeof contract>,
): Promise<LogAnswer> {
  const page = await readEvents(
    table,
    { accountId },
    {
      accepts: ({ type }) => (kind === undefined ? kindOf(type) !== null : kindOf(type) === kind),
      from,
      to,
      after: cursor,
      size: format === 'csv' ? csvSize : pageSize,
    },
  );
  const lines = page.events.map((event) => lineOf(event, kindOf(event.type) ?? 'other'));
  if (format === 'csv') return { format, text: csvOf(csvColumns, lines.map(cellsOf)) };
  return { format, lines, next: page.next === null ? null : cursorAfter(page.next) };
}
