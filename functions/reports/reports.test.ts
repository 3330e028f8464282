import { expect, test } from 'vitest';
import { sampleEnvelope } from '#events/samples.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { days, hours } from '#functions/shared/clock.ts';
import { giveRole } from '#functions/shared/company-writes.ts';
import {
  adminReportDue,
  companyReports,
  companyReportsDue,
} from '#functions/shared/notifications/report-schedule.ts';
import { startPipeline } from '#functions/testing/pipeline.ts';
import { announceReport } from './announce-report.ts';
import { scheduleAdminReports } from './schedule-admin-reports.ts';

async function setup(begin: string, timezone: string | null) {
  const pipeline = await startPipeline({ begin });
  const { table, now, advance, happened, drain, events, sweep } = pipeline;
  const { companyId, accountIds } = await pipeline.company(['owner', 'admin', 'member'], { timezone });
  happened({ ...sampleEnvelope('latchkey.company.created'), companyId });
  await drain();
  const due = async () => (await events()).filter(({ type }) => type === 'latchkey.report.due');
  return {
    ...pipeline,
    companyId,
    accountIds,
    due,
    /** Lets time pass, an hour at a time, with a sweep in each. */
    pass: async (milliseconds: number) => {
      for (let passed = 0; passed < milliseconds; passed += hours) {
        advance(hours);
        await sweep([
          [companyReportsDue, (item) => scheduleAdminReports({ table, now }, item)],
          [adminReportDue, (item) => announceReport({ table, now }, item)],
        ]);
      }
    },
  };
}

test('each admin’s reports are due on Monday 9:00 of their own clock, week after week, across a DST change', async () => {
  // New York turns its clocks back on Sunday, 1 November 2026.
  const { pass, due, accountIds, companyId } = await setup('2026-10-21T12:00:00.000Z', 'America/New_York');
  const [owner, admin, member] = accountIds;
  await pass(15 * days);
  const found = await due();
  const times = found.map(({ accountId, occurredAt }) => `${accountId} ${occurredAt.slice(0, 13)}`);
  const mondays = ['2026-10-26T13', '2026-11-02T14'];
  expect(times.toSorted()).toEqual(
    [owner, admin].flatMap((id) => mondays.map((monday) => `${id} ${monday}`)).toSorted(),
  );
  expect(found.map(({ accountId }) => accountId)).not.toContain(member);
  const last = found.find(({ occurredAt }) => occurredAt.startsWith('2026-11-02'));
  expect(last?.data).toEqual({
    companyId,
    reports: ['weekly-report', 'weekly-usage'],
    from: '2026-10-26T04:00:00.000Z',
    to: '2026-11-02T04:59:59.999Z',
    timezone: 'America/New_York',
  });
});

test.each(['Pacific/Kiritimati', 'Etc/GMT+12', 'Asia/Kathmandu', null])('in %s, too', async (zone) => {
  const { pass, due } = await setup('2026-05-13T12:00:00.000Z', zone);
  await pass(7 * days);
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone ?? 'UTC',
    weekday: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  const found = await due();
  expect(found).toHaveLength(2);
  // A sweep an hour: a zone with a quarter of one is found at the next.
  for (const { occurredAt } of found) expect(clock.format(new Date(occurredAt))).toMatch(/^Mon,? (09|10)/);
});

test('who is no admin any more by then gets none', async () => {
  const { pass, due, accountIds, companyId, table } = await setup('2026-05-13T12:00:00.000Z', 'UTC');
  const [, admin = ''] = accountIds;
  await pass(4 * days + 1 * hours);
  const held = { companyId, accountId: admin, role: 'admin', joinedAt: '', lastSeenAt: null } as const;
  await commit(table, giveRole(table.name, held, 'member'));
  await pass(2 * days);
  expect((await due()).map(({ accountId }) => accountId)).toEqual([accountIds[0]]);
});

test('the admins are looked up on Sunday noon, which is before Monday 9:00 everywhere', () => {
  const at = (now: string) => companyReports('company', new Date(now)).at;
  expect(at('2026-05-13T12:00:00.000Z')).toBe('2026-05-17T12:00:00.000Z');
  expect(at('2026-05-17T11:59:59.999Z')).toBe('2026-05-17T12:00:00.000Z');
  expect(at('2026-05-17T12:00:00.000Z')).toBe('2026-05-24T12:00:00.000Z');
});
