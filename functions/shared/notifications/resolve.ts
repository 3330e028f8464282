import type { Channel, NotificationType } from '#events/notifications/notification-type.ts';
import type { AccountPreferences, CompanyNotifications } from './preferences-item.ts';

/** Which rule decided, from the strongest to the weakest; `impossible`: the type has no such channel. */
export type DecidedBy = 'impossible' | 'mandatory' | 'lock' | 'master' | 'user' | 'company' | 'default';

/** The rule that decided, as "Why did I get this?" tells it. */
export interface Rule {
  readonly kind: DecidedBy;
  /** The admin's name, where one decided. */
  readonly by?: string;
  readonly at?: string;
}

export interface Resolution {
  readonly enabled: boolean;
  readonly source: DecidedBy;
  readonly rule: Rule;
}

export interface ResolveInput {
  readonly type: Pick<NotificationType, 'id' | 'category' | 'channels' | 'mandatory'>;
  readonly channel: Channel;
  /** Null where the notification concerns the person and no company. */
  readonly company: Pick<CompanyNotifications, 'defaults' | 'locks'> | null;
  readonly account: Pick<AccountPreferences, 'overrides' | 'masters'>;
}

/**
 * Whether a type reaches a person through a channel, and which rule decides that (decision 019). Mandatory channels
 * always do. Then a company's lock decides, then the person (a channel that is switched off as a whole, else the
 * choice for this type), then the company's default, then the catalogue's. A company decides nothing about the
 * security of somebody's account.
 */
export function resolve({ type, channel, company, account }: ResolveInput): Resolution {
  const byDefault = type.channels[channel];
  if (byDefault === undefined) return decided('impossible', false);
  if (type.mandatory.includes(channel)) return decided('mandatory', true);
  const its = type.category === 'security' ? null : company;
  const lock = its?.locks[type.id]?.[channel];
  if (lock !== undefined) return decided('lock', lock.enabled, lock);
  const master = account.masters[channel];
  if (master?.enabled === false) return decided('master', false, master);
  const choice = account.overrides[type.id]?.[channel];
  if (choice !== undefined) return decided('user', choice.enabled, choice);
  const companyDefault = its?.defaults[type.id]?.[channel];
  if (companyDefault !== undefined) return decided('company', companyDefault.enabled, companyDefault);
  return decided('default', byDefault);
}

function decided(kind: DecidedBy, enabled: boolean, { by, at }: Omit<Rule, 'kind'> = {}): Resolution {
  const rule = { kind, ...(by === undefined ? {} : { by }), ...(at === undefined ? {} : { at }) };
  return { enabled, source: kind, rule };
}
