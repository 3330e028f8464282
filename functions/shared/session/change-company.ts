import { companySwitched } from '#events/lifecycle/company-switched.ts';
import { commit, type TransactItem } from '../aws/transaction.ts';
import { openNextTime } from '../company-writes.ts';
import { recordEvent } from '../event-item.ts';
import type { Outcome } from '../outcome.ts';
import { membershipKey } from '../table.ts';
import type { Viewer } from '../viewer.ts';
import type { LiveSession } from './authenticate.ts';
import { companyAdmitting } from './company-admitting.ts';
import type { CompanyToOpenDeps } from './company-to-open.ts';
import { rotateSession } from './session-item.ts';

type Cause = 'asked' | 'left' | 'membership-ended' | 'company-deleted';

interface ChangedCompany {
  /** That the account belongs to the company: to be committed with the writes, where they don't make it so. */
  readonly check: TransactItem;
  readonly items: readonly TransactItem[];
  readonly setCookie: string;
}

/** The writes that take a session to another company of its account: a new secret, so the cookie changes. */
export function changeCompany(
  deps: CompanyToOpenDeps,
  held: LiveSession,
  change: { companyId: string; cause: Cause; viewer: Viewer },
): ChangedCompany {
  const { companyId, cause, viewer } = change;
  const { accountId } = held.account;
  const [table, now] = [deps.table.name, deps.now()];
  const rotated = rotateSession(table, held, { companyId }, now);
  const check = {
    ConditionCheck: {
      TableName: table,
      Key: membershipKey(companyId, accountId),
      ConditionExpression: 'attribute_exists(pk)',
    },
  };
  const items = [
    ...rotated.items,
    openNextTime(table, accountId, companyId),
    recordEvent(table, companySwitched, {
      id: deps.newId(),
      now,
      accountId,
      companyId,
      actor: cause === 'membership-ended' ? { kind: 'system' } : { kind: 'account', accountId },
      origin: viewer,
      data: { sessionId: held.session.id, fromCompanyId: held.session.companyId, cause },
    }),
  ];
  return { check, items, setCookie: rotated.setCookie };
}

/**
 * Takes a session whose person belongs to its company no more to another one. Gives the new cookie; null when
 * another request of the same session did it a moment before, so that the browser has the new cookie already. An
 * address that the person's list, or each company's, does not allow gets none.
 */
export async function leaveLostCompany(
  deps: CompanyToOpenDeps,
  held: LiveSession,
  viewer: Viewer,
): Promise<Outcome<{ setCookie: string | null }>> {
  if (held.session.supersededUntil !== null) return { ok: true, setCookie: null };
  const admitted = await companyAdmitting(deps, held.account, viewer);
  if ('ok' in admitted) return admitted;
  const { companyId } = admitted;
  const changed = changeCompany(deps, held, { companyId, cause: 'membership-ended', viewer });
  const lost = await commit(deps.table, [changed.check, ...changed.items]);
  return { ok: true, setCookie: lost === null ? changed.setCookie : null };
}
