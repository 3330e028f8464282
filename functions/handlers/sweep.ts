import { type DueHandler, sweep } from '#functions/sweep/sweep.ts';
import { openTable } from '#functions/shared/aws/table-client.ts';
import { systemNow } from '#functions/shared/clock.ts';
import { readEnvironment } from '#functions/shared/environment.ts';
import { jsonLogger } from '#functions/shared/logger.ts';

const environment = readEnvironment(process.env);
const deps = { table: openTable(environment.TABLE_NAME), now: systemNow, logger: jsonLogger() };

/** What is done with what falls due, by its kind: whatever features schedule by `scheduleDue`. */
const handlers = new Map<string, DueHandler>();

/** Runs every minute: does what has fallen due without anybody's request. */
export const handler = () => sweep({ ...deps, handlers });
