import { days, hours } from '../clock.ts';
import type { Due } from '../due-item.ts';

/** The kinds of due items: of a company, once a week; of an admin, at their own Monday 9:00. */
export const companyReportsDue = 'company-reports';
export const adminReportDue = 'admin-report';

/** Sunday noon in UTC: seven hours before it is Monday 9:00 anywhere (UTC+14). The first of January 1970 was a Thursday. */
const sundayNoon = 3 * days + 12 * hours;
const week = 7 * days;

/** When the admins of a company are looked up next. */
export function companyReports(companyId: string, now: Date): Due {
  const weeks = Math.floor((now.getTime() - sundayNoon) / week) + 1;
  const at = new Date(weeks * week + sundayNoon).toISOString();
  return { kind: companyReportsDue, at, reference: companyId, companyId };
}
