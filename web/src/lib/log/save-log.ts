import type { Problem } from '#lib/api/problem.ts';
import { saveFile } from '#lib/save-file.ts';
import type { Days, Line, LogPage } from './log-page.svelte.ts';

/** As many as the API writes into one CSV. */
const most = 5000;

/**
 * Saves what the filter shows as a file, the newest 5,000 lines at most: CSV as the API writes it, JSON page by page.
 *
 * @param collected is told how many lines are there so far
 * @returns why it could not be done, or null
 */
export async function saveLog<L extends Line, Filter extends Days>(
  format: 'csv' | 'json',
  { source, filter, zone }: LogPage<L, Filter>,
  collected: (count: number) => void,
): Promise<Problem | null> {
  // The choice may change while pages are still being read.
  const chosen = { ...filter };
  const lines: L[] = [];
  let cursor: string | null = null;
  do {
    const outcome = await source.read(chosen, zone(), cursor);
    if (!outcome.ok) return outcome.problem;
    // The session stands and the filter is right, so the browser can fetch the file by itself.
    if (format === 'csv') return follow(source.csvAddress(chosen, zone()), `${source.fileName}.csv`);
    lines.push(...outcome.data.lines);
    collected(lines.length);
    cursor = outcome.data.next;
  } while (cursor !== null && lines.length < most);
  saveFile(`${source.fileName}.json`, 'application/json', `${JSON.stringify(lines, null, 2)}\n`);
  return null;
}

function follow(href: string, download: string): null {
  Object.assign(document.createElement('a'), { href, download }).click();
  return null;
}
