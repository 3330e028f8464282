import type { Account } from '#functions/shared/account-item.ts';
import type { Company, Membership } from '#functions/shared/company-item.ts';
import type { Role } from '#functions/shared/fields.ts';
import { noOwnIpPolicy } from '#functions/shared/ip/policy.ts';
import { accountKey, companyKey, membershipIndexKey, membershipKey } from '#functions/shared/table.ts';

interface Made {
  readonly companyId: string;
  readonly createdAt: string;
  readonly roles: readonly Role[];
  readonly newId: () => string;
}

/** A company as it is stored, with a person for each role: without signing anybody up. */
export function companyItems({ companyId, createdAt, roles, newId }: Made, more: Partial<Account> = {}) {
  const company: Omit<Company, 'ipPolicy'> = {
    ...{ companyId, name: 'Analytical Engines', createdAt, owners: 1, members: roles.length, version: 1 },
  };
  const people = roles.map((role, index) => {
    const accountId = newId();
    const account = {
      ...{ accountId, email: `${accountId}@example.test`, name: `Person ${index}`, company: null },
      ...{ phone: null, timezone: null, avatarUrl: null, pendingEmail: null, version: 1, state: 'active' },
      ...{ sessionTimeoutMinutes: 30, sessionsValidFrom: createdAt, lastCompanyId: companyId },
      ...{ recovery: null, emailChangedAt: null, twoFactor: null, factorsChangedAt: null },
      ...{ factorAddedAt: null, ipAllowlist: noOwnIpPolicy, ipBypass: null, createdAt },
      ...more,
    };
    const membership: Membership = { companyId, accountId, role, joinedAt: createdAt, lastSeenAt: null };
    return { accountId, account, membership };
  });
  const items: Record<string, unknown>[] = [
    { ...companyKey(companyId), ...company },
    ...people.flatMap(({ accountId, account, membership }) => [
      { ...accountKey(accountId), ...account },
      {
        ...membershipKey(companyId, accountId),
        ...membershipIndexKey(companyId, accountId),
        ...membership,
      },
    ]),
  ];
  return { items, accountIds: people.map(({ accountId }) => accountId) };
}
