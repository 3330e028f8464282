import type { Account } from '../account-item.ts';
import { isPast } from '../clock.ts';
import type { Company } from '../company-item.ts';
import { refuse, type Refusal } from '../outcome.ts';
import type { Viewer } from '../viewer.ts';
import { type CompiledList, compiledLists } from './compiled-lists.ts';
import { policyAt } from './policy.ts';
import { noteMatches, noteRefusal, noteWouldBlock, type SightingDeps } from './sightings.ts';

/** Who wants in, where to, and from which address. */
export interface Admission {
  readonly account: Account;
  readonly company: Company;
  readonly viewer: Viewer;
  /** For admins only, or after a step-up: what the scope `sensitive` is about. */
  readonly sensitive: boolean;
}

type Decision =
  | { readonly outcome: 'admitted' }
  | { readonly outcome: 'matched' | 'would-block'; readonly list: CompiledList }
  | { readonly outcome: 'refused'; readonly by: 'own' | 'company' };

/**
 * Decides by the client address: both the person's own list and the company's must allow it (DESIGN "IP
 * restrictions"). Lists are read when their version is not compiled yet; when one can't be read it throws, and
 * nobody gets in.
 */
async function decide({ table }: SightingDeps, admission: Admission, now: Date): Promise<Decision> {
  const { account, company, viewer, sensitive } = admission;
  if (hasBypass(admission, now)) return { outcome: 'admitted' };
  const lists = compiledLists(table);
  if (account.ipAllowlist.entries > 0 && !(await lists.own(account)).has(viewer.ip, now)) {
    return { outcome: 'refused', by: 'own' };
  }
  const { mode, scope } = policyAt(company.ipPolicy, now);
  if (mode === 'off' || (scope === 'sensitive' && !sensitive)) return { outcome: 'admitted' };
  const list = await lists.company(company);
  if (list.has(viewer.ip, now)) return { outcome: 'matched', list };
  return mode === 'monitor' ? { outcome: 'would-block', list } : { outcome: 'refused', by: 'company' };
}

/** Break-glass lets this account past the lists of this company, and past its own. */
function hasBypass({ account, company }: Admission, now: Date): boolean {
  const { ipBypass } = account;
  return ipBypass?.companyId === company.companyId && !isPast(ipBypass.until, now);
}

/** Tells whether somebody would be admitted, and leaves no trace of the question. */
export async function wouldAdmit(deps: SightingDeps, admission: Admission): Promise<boolean> {
  return (await decide(deps, admission, deps.now())).outcome !== 'refused';
}

/** Gives the refusal of somebody whose address is not allowed, or null; and notes what is to be known of it. */
export async function admit(
  deps: SightingDeps,
  admission: Admission & { readonly at: 'session' | 'sign-in' },
): Promise<Refusal | null> {
  const now = deps.now();
  const decision = await decide(deps, admission, now);
  if (decision.outcome === 'refused') return refused(deps, admission, decision.by);
  // Notes for the admins: nobody is kept out because one could not be written.
  await note(deps, admission, decision, now).catch(() => undefined);
  return null;
}

async function note(deps: SightingDeps, admission: Admission, decision: Decision, now: Date): Promise<void> {
  const { company, viewer } = admission;
  if (decision.outcome === 'would-block') await noteWouldBlock(deps, admission);
  if (decision.outcome !== 'matched') return;
  await noteMatches(deps.table, company, viewer.ip, () => decision.list.matching(viewer.ip, now), now);
}

async function refused(
  deps: SightingDeps,
  admission: Admission & { readonly at: 'session' | 'sign-in' },
  by: 'own' | 'company',
): Promise<Refusal> {
  const { company, viewer, at } = admission;
  await noteRefusal(deps, admission, { by, at });
  const address = viewer.ip;
  if (by === 'own') {
    const detail = `Your address ${address} is not on the list of this account. Use an address that is on it, or ask support.`;
    return refuse('ip-not-allowed', { address, detail, refusedBy: { list: 'own' } });
  }
  const { name, ipPolicy } = company;
  const { scope } = policyAt(ipPolicy, deps.now());
  const detail = `Your address ${address} is not on the list of ${name}. Ask an admin of ${name} to add it.`;
  return refuse('ip-not-allowed', { address, detail, refusedBy: { list: 'company', company: name, scope } });
}
