import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import * as v from 'valibot';
import { reportDue } from '#events/lifecycle/report-due.ts';
import { accountSchema } from '#functions/shared/account-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { after, days, type Now } from '#functions/shared/clock.ts';
import { membershipSchema } from '#functions/shared/company-item.ts';
import type { DueItem } from '#functions/shared/due-item.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { midnightOf, momentOf, wallTimeAt } from '#functions/shared/notifications/zoned-time.ts';
import { accountKey, membershipKey } from '#functions/shared/table.ts';

const referenceSchema = v.pipe(
  v.string(),
  v.transform((reference) => reference.split('#')),
  v.tuple([v.string(), v.string()]),
);

/**
 * Announces to the product that the reports of an admin are due: it has the figures (decision 022). Who is no admin any
 * more by then gets none. Announced twice, it is one event.
 */
export async function announceReport(
  { table, now }: { table: Table; now: Now },
  { reference, at }: Pick<DueItem, 'reference' | 'at'>,
): Promise<void> {
  const [companyId, accountId] = v.parse(referenceSchema, reference);
  const [account, membership] = await readMany(table, [
    accountKey(accountId),
    membershipKey(companyId, accountId),
  ]);
  if (account === undefined || membership === undefined) return;
  const { timezone, state } = v.parse(accountSchema, account);
  if (state !== 'active' || v.parse(membershipSchema, membership).role === 'member') return;
  const zone = timezone ?? 'UTC';
  await commit(table, [
    recordEvent(table.name, reportDue, {
      id: eventIdOf(reference, at),
      now: now(),
      accountId,
      actor: { kind: 'system' },
      origin: null,
      data: {
        companyId,
        reports: ['weekly-report', 'weekly-usage'],
        ...pastWeek(new Date(at), zone),
        timezone: zone,
      },
    }),
  ]);
}

/** The week before a Monday, by the clock of a zone. */
function pastWeek(monday: Date, zone: string): { from: string; to: string } {
  const midnight = midnightOf(wallTimeAt(monday, zone));
  const begin = (wall: number) => momentOf(wall, zone, 'first');
  return {
    from: begin(midnight - 7 * days).toISOString(),
    to: after(begin(midnight), -1).toISOString(),
  };
}

function eventIdOf(reference: string, at: string): string {
  const random = createHash('sha256').update(`report ${reference} ${at}`).digest().subarray(0, 16);
  return v7({ msecs: Date.parse(at), random });
}
