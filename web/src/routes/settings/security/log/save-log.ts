import { readSecurityLog } from '#functions/security-log/contract.ts';
import type { Problem } from '#lib/api/problem.ts';
import type { Outcome } from '#lib/api/request.ts';
import { call } from '#lib/api/call.ts';
import { saveFile } from '#lib/save-file.ts';
import type { LogLine, LogQuery } from './log-page.svelte.ts';
import { logTexts as texts } from './log-texts.ts';

/** As many as the API writes into one CSV. */
const most = 5000;

/**
 * Saves what the filter shows as a file, the newest 5,000 lines at most: CSV as the API writes it, JSON page by page.
 *
 * @param collected is told how many lines are there so far
 * @returns why it could not be done, or null
 */
export async function saveLog(
  format: 'csv' | 'json',
  query: LogQuery,
  collected: (count: number) => void,
): Promise<Problem | null> {
  const lines: LogLine[] = [];
  let cursor: string | null = null;
  do {
    const outcome: Outcome<typeof readSecurityLog> = await call(readSecurityLog, {
      query: { ...query, ...(cursor === null ? {} : { cursor }) },
    });
    if (!outcome.ok) return outcome.problem;
    // The session stands and the filter is right, so the browser can fetch the file by itself.
    if (format === 'csv') return follow(query);
    lines.push(...outcome.data.lines);
    collected(lines.length);
    cursor = outcome.data.next;
  } while (cursor !== null && lines.length < most);
  saveFile(texts.fileName(format), 'application/json', `${JSON.stringify(lines, null, 2)}\n`);
  return null;
}

function follow(query: LogQuery): null {
  const search = new URLSearchParams({ ...query, format: 'csv' });
  const href = `${readSecurityLog.path}?${search.toString()}`;
  Object.assign(document.createElement('a'), { href, download: texts.fileName('csv') }).click();
  return null;
}
