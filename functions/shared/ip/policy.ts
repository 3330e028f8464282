import * as v from 'valibot';
import { after, isPast, minutes } from '../clock.ts';
import { timestampSchema } from '../fields.ts';

/** How long enforcement stands unconfirmed before it reverts (commit-confirm, DESIGN "IP restrictions"). */
const trialLife = 10 * minutes;

export const ipModeSchema = v.picklist(['off', 'monitor', 'enforce'], 'invalid-choice');
export const ipScopeSchema = v.picklist(['all', 'sensitive'], 'invalid-choice');

/** What authentication reads of a person's own list: on the account. Without entries there is no restriction. */
export const ownIpPolicySchema = v.object({ version: v.number(), entries: v.number() });
export type OwnIpPolicy = v.InferOutput<typeof ownIpPolicySchema>;
export const noOwnIpPolicy: OwnIpPolicy = { version: 0, entries: 0 };

/** An owner's way past both lists for half an hour, after break-glass: on the account. */
export const ipBypassSchema = v.object({ companyId: v.string(), until: timestampSchema });

/** What authentication reads of a company's restrictions: on the company. The list itself has items of its own. */
export const companyIpPolicySchema = v.object({
  mode: ipModeSchema,
  scope: ipScopeSchema,
  /** Of the whole document; raised by every change. */
  version: v.number(),
  /** Of the list: the version that it was saved with, and how many entries it has. */
  listVersion: v.number(),
  entries: v.number(),
  /** Enforcement that nobody has confirmed yet: until when it stands, and what it reverts to. */
  trial: v.nullable(v.object({ until: timestampSchema, mode: ipModeSchema, scope: ipScopeSchema })),
});
export type CompanyIpPolicy = v.InferOutput<typeof companyIpPolicySchema>;
export const noCompanyIpPolicy: CompanyIpPolicy = {
  mode: 'off',
  scope: 'all',
  version: 0,
  listVersion: 0,
  entries: 0,
  trial: null,
};

type Choice = Pick<CompanyIpPolicy, 'mode' | 'scope'>;

/** Tells whether unconfirmed enforcement has run out, so that what was before counts again. */
export function trialIsOver({ trial }: CompanyIpPolicy, now: Date): boolean {
  return trial !== null && isPast(trial.until, now);
}

/** The mode and scope that count at a moment: right without anybody having written that enforcement reverted. */
export function policyAt(policy: CompanyIpPolicy, now: Date): Choice {
  const { mode, scope } = policy.trial !== null && trialIsOver(policy, now) ? policy.trial : policy;
  return { mode, scope };
}

/** The policy after its unconfirmed enforcement ran out. */
export function reverted(policy: CompanyIpPolicy): CompanyIpPolicy {
  const { mode, scope } = policy.trial ?? policy;
  return { ...policy, mode, scope, trial: null, version: policy.version + 1 };
}

/**
 * The policy after a save. Enforcement that reaches further than before (it was off, or only for what is
 * sensitive) stands on trial; saving again during a trial keeps its end and what it reverts to.
 */
export function changed(
  policy: CompanyIpPolicy,
  to: Choice & { readonly entries: number },
  now: Date,
): CompanyIpPolicy {
  const { mode, scope, version } = policy;
  const further = mode !== 'enforce' || (scope === 'sensitive' && to.scope === 'all');
  const begun = further ? { until: after(now, trialLife).toISOString(), mode, scope } : null;
  return {
    ...to,
    version: version + 1,
    listVersion: version + 1,
    trial: to.mode === 'enforce' ? (policy.trial ?? begun) : null,
  };
}

/** The policy after its enforcement was confirmed. */
export function confirmed(policy: CompanyIpPolicy): CompanyIpPolicy {
  return { ...policy, trial: null, version: policy.version + 1 };
}
