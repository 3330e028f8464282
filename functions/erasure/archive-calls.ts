import { createHash } from 'node:crypto';
import { after, days } from '#functions/shared/clock.ts';
import { readRecords } from '#functions/shared/records/record-store.ts';
import type { ErasureDeps } from './deps.ts';
import type { Claimed } from './erasure-item.ts';

/** Of a call the law asks when it was, how long, and which way: these fields, and no others. */
const keptFields = ['direction', 'durationSeconds', 'status', 'provider', 'cost', 'currency'] as const;

/**
 * Writes the call logs of a company to the archive before they are erased: without numbers, names and words, under
 * the pseudonym of this erasure. A part has the same key however often it is written, and can't be changed.
 */
export async function archiveCalls(
  deps: ErasureDeps,
  { pseudonym }: Claimed,
  companyId: string,
): Promise<void> {
  const until = after(deps.now(), deps.archiveDays * days);
  const folder = `calls/${pseudonym}`;
  for await (const calls of readRecords(deps, companyId, 'call-logs')) {
    const lines = calls.map(({ recordId, at, data }) =>
      JSON.stringify({
        call: digest(`${pseudonym}\n${recordId}`),
        at,
        ...Object.fromEntries(keptFields.flatMap((field) => (field in data ? [[field, data[field]]] : []))),
      }),
    );
    const body = `${lines.join('\n')}\n`;
    await deps.archive.put(`${folder}/${digest(body)}.ndjson`, body, until);
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
