import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

import * as v from 'valibot';

import type { BusEvent } from './bus-event.ts';

const loggedSchema = v.partial(
  v.object({
    id: v.string(),
    companyId: v.nullable(v.string()),
    actor: v.object({ kind: v.string() }),
    version: v.number(),
  }),
);

/**
 * Writes what happened, a line of JSON each, with the fields that the deployed log group gets: never an event's data or
 * origin, which hold addresses, nor whose account it was, which must be forgotten with the account.
 */
export async function logEvent(file: string, event: BusEvent): Promise<void> {
  const { success, output } = v.safeParse(loggedSchema, event.detail);
  const { id, companyId, actor, version } = success ? output : {};
  const line = {
    time: event.time,
    type: event['detail-type'],
    eventId: id,
    companyId,
    actor: actor?.kind,
    version,
  };
  await mkdir(dirname(file), { recursive: true });
  await appendFile(file, `${JSON.stringify(line)}\n`);
}
