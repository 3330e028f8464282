import type { readAuditLog } from '#functions/audit-log/contract.ts';
import type { OutputOf } from '#functions/shared/contract.ts';
import { startOfDay } from '#lib/days.ts';

export type AuditLine = OutputOf<typeof readAuditLog>['lines'][number];
export type AuditKind = AuditLine['kind'];
export type Person = AuditLine['about'];

/** What of the log is shown: a kind of event or one type, what one person did, whole days. */
export interface AuditFilter {
  kind: AuditKind | '';
  /** Without `latchkey.` before it. */
  type: string;
  /** The account that acted. */
  actor: string;
  from: string;
  to: string;
}

/** The filter as the API takes it: from the first moment of a day up to the last one of another. */
export function queryOf({ kind, type, actor, from, to }: AuditFilter, zone: string) {
  return {
    ...(kind === '' ? {} : { kind }),
    ...(type === '' ? {} : { type: `latchkey.${type}` }),
    ...(actor === '' ? {} : { actor }),
    ...(from === '' ? {} : { from: startOfDay(from, zone) }),
    ...(to === '' ? {} : { to: startOfDay(to, zone, 1) }),
  };
}
