import * as v from 'valibot';
import { accountSchema } from '#functions/shared/account-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import type { Now } from '#functions/shared/clock.ts';
import { listMembers } from '#functions/shared/company-item.ts';
import { type Due, type DueItem, scheduleDue } from '#functions/shared/due-item.ts';
import { inPieces } from '#functions/shared/in-parallel.ts';
import { adminReportDue, companyReports } from '#functions/shared/notifications/report-schedule.ts';
import { nextDigest } from '#functions/shared/notifications/timing.ts';
import { accountKey } from '#functions/shared/table.ts';

/**
 * Has each admin of a company told of their reports at their own Monday 9:00, and comes again in a week; a company
 * that is gone ends it. Done twice it writes the same items.
 */
export async function scheduleAdminReports(
  { table, now }: { table: Table; now: Now },
  { reference: companyId, at }: Pick<DueItem, 'reference' | 'at'>,
): Promise<void> {
  const admins = (await listMembers(table, companyId)).filter(({ role }) => role !== 'member');
  if (admins.length === 0) return;
  for (const some of inPieces(admins, 50)) {
    const accounts = await readMany(
      table,
      some.map(({ accountId }) => accountKey(accountId)),
    );
    const due = accounts.flatMap((account) =>
      account === undefined ? [] : adminReport(v.parse(accountSchema, account), companyId, new Date(at)),
    );
    if (due.length > 0)
      await commit(
        table,
        due.map((each) => scheduleDue(table.name, each)),
      );
  }
  await commit(table, [scheduleDue(table.name, companyReports(companyId, now()))]);
}

function adminReport(
  { accountId, timezone }: { accountId: string; timezone: string | null },
  companyId: string,
  from: Date,
): Due {
  const at = nextDigest(from, 'weekly', timezone ?? 'UTC').toISOString();
  return { kind: adminReportDue, at, reference: `${companyId}#${accountId}`, accountId, companyId };
}
