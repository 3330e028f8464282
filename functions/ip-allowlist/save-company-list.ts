import { companyIpAllowlistChanged } from '#events/lifecycle/company-ip-allowlist-changed.ts';
import { ipEnforcementBegan } from '#events/lifecycle/ip-enforcement-began.ts';
import { commit, type TransactItem } from '#functions/shared/aws/transaction.ts';
import { type Company, companySchema } from '#functions/shared/company-item.ts';
import { stillHolds } from '#functions/shared/company-writes.ts';
import { matches } from '#functions/shared/etag.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import {
  type CompanyIpEntry,
  putCompanyList,
  readCompanyList,
  setCompanyPolicy,
} from '#functions/shared/ip/company-list-item.ts';
import { compileList } from '#functions/shared/ip/compiled-lists.ts';
import { changed, type CompanyIpPolicy } from '#functions/shared/ip/policy.ts';
import { type Outcome, refuse, refuseField } from '#functions/shared/outcome.ts';
import { parse } from 'valibot';
import { arrange, difference, holdsEverything } from './arrange.ts';
import { recipientsOf } from './company-admins.ts';
import { companyDocument } from './company-document.ts';
import type { CompanyListInput } from './contract.ts';
import type { CompanyList } from './documents.ts';
import type { Caller, IpAllowlistDeps } from './deps.ts';
import { wouldLockOut } from './lock-out.ts';
import { scheduleRevert, settleTrial } from './revert-enforcement.ts';

/** How often a save without `If-Match` meets another one before it asks the client to try again. */
const mostMeetings = 3;

export interface SaveCompanyListCommand extends Caller {
  readonly input: CompanyListInput;
  readonly ifMatch: string | null;
}

/**
 * Saves a company's restrictions over those that were read. What would be enforced and shut out the caller's own
 * address is refused. Enforcement that reaches further than before stands for ten minutes and then reverts by
 * itself, unless it is confirmed.
 */
export async function saveCompanyList(
  deps: IpAllowlistDeps,
  command: SaveCompanyListCommand,
): Promise<Outcome<{ list: CompanyList }>> {
  const { input, viewer, auth } = command;
  const typed = input.entries.map(({ cidr, ...entry }, line) => ({ line, text: cidr, entry }));
  const arranged = arrange(typed);
  if (holdsEverything(arranged.ranges)) return refuseField('entries', 'ip-range-too-wide');
  if (input.mode === 'enforce' && !compileList(arranged.entries).has(viewer.ip, deps.now())) {
    return wouldLockOut(viewer.ip);
  }
  let { company } = auth;
  for (let meeting = 0; meeting < mostMeetings; meeting += 1) {
    company = await settleTrial(deps, company, auth.account.accountId);
    const before = await readCompanyList(deps.table, company);
    if (!matches(command.ifMatch, company.ipPolicy.version)) {
      const current = await companyDocument(deps, company, before, viewer);
      return refuse('changed-elsewhere', { current });
    }
    const entries = keepOrigins(arranged.entries, before, auth.account.accountId, deps.now());
    const written = await write(deps, command, company, { before, entries });
    if (written.ok) {
      const list = await companyDocument(deps, written.company, entries, viewer);
      return { ok: true, list: { ...list, changes: arranged.changes } };
    }
    if (written.newer === null) return refuse('forbidden');
    company = written.newer;
  }
  return refuse('dependency-unavailable', { retryAfterSeconds: 1 });
}

/** Who added an entry, and when, stays with its network. */
function keepOrigins(
  entries: readonly { cidr: string; label: string | null; expiresAt: string | null }[],
  before: readonly CompanyIpEntry[],
  accountId: string,
  now: Date,
): CompanyIpEntry[] {
  const known = new Map(before.map((entry) => [entry.cidr, entry]));
  return entries.map(({ cidr, label, expiresAt }) => ({
    cidr,
    label,
    expiresAt,
    addedBy: known.get(cidr)?.addedBy ?? accountId,
    addedAt: known.get(cidr)?.addedAt ?? now.toISOString(),
  }));
}

type Written =
  { readonly ok: true; readonly company: Company } | { readonly ok: false; readonly newer: Company | null };

async function write(
  deps: IpAllowlistDeps,
  command: SaveCompanyListCommand,
  company: Company,
  list: { before: readonly CompanyIpEntry[]; entries: readonly CompanyIpEntry[] },
): Promise<Written> {
  const { mode, scope } = command.input;
  const { companyId, ipPolicy } = company;
  const { before, entries } = list;
  const table = deps.table.name;
  const policy = changed(ipPolicy, { mode, scope, entries: entries.length }, deps.now());
  const changes = difference(
    before.map(({ cidr }) => cidr),
    entries.map(({ cidr }) => cidr),
  );
  const lost = await commit(deps.table, [
    setCompanyPolicy(table, companyId, ipPolicy, policy),
    // Who was removed or demoted a moment ago changes nothing any more (ASVS 8.3.2).
    stillHolds(table, command.auth.membership),
    ...putCompanyList(table, companyId, entries, ipPolicy, policy.listVersion),
    recordEvent(table, companyIpAllowlistChanged, {
      ...about(deps, command),
      data: { mode, scope, entries: entries.length, ...changes },
    }),
    ...(ipPolicy.trial === null ? await beginTrial(deps, command, company, policy) : []),
  ]);
  if (lost === null) return { ok: true, company: { ...company, ipPolicy: policy } };
  if (lost.index === 1) return { ok: false, newer: null };
  return { ok: false, newer: lost.item === undefined ? null : parse(companySchema, lost.item) };
}

/** The writes that tell everybody concerned that enforcement stands on trial, and have it revert in time. */
async function beginTrial(
  deps: IpAllowlistDeps,
  command: SaveCompanyListCommand,
  { companyId, name }: Company,
  { trial, scope }: CompanyIpPolicy,
): Promise<TransactItem[]> {
  if (trial === null) return [];
  const recipients = await recipientsOf(deps.table, companyId, ['owner', 'admin']);
  return [
    recordEvent(deps.table.name, ipEnforcementBegan, {
      ...about(deps, command),
      data: { company: name, scope, until: trial.until, recipients },
    }),
    scheduleRevert(deps.table.name, trial.until, companyId, command.auth.account.accountId),
  ];
}

function about(deps: IpAllowlistDeps, { auth, viewer }: Caller) {
  const { accountId } = auth.account;
  return {
    id: deps.newId(),
    now: deps.now(),
    accountId,
    companyId: auth.company.companyId,
    actor: { kind: 'account', accountId },
    origin: viewer,
  } as const;
}
