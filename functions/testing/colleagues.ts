import { commit } from '#functions/shared/aws/transaction.ts';
import { addMember } from '#functions/shared/company-writes.ts';
import type { Role } from '#functions/shared/fields.ts';
import type { TestApi } from './test-api.ts';

/** Somebody signed in to a company. */
export interface Colleague {
  readonly id: string;
  readonly email: string;
  readonly cookie: string;
}

/** A company of an owner with one colleague for each role given, all of them signed in to it. */
export async function companyWith<const Roles extends readonly Role[]>(api: TestApi, ...roles: Roles) {
  const { accountId: ownerId, email: ownerEmail, cookie: ownerCookie } = await api.person();
  const companyId = ownerCookie.split('.')[1] ?? '';
  const colleagues: Colleague[] = [];
  for (const role of roles) {
    const { accountId, email, cookie } = await api.person();
    const joinedAt = api.now().toISOString();
    await commit(
      api.table,
      addMember(api.table.name, { companyId, accountId, role, joinedAt, lastSeenAt: null }),
    );
    const switched = await api.request('POST /api/session/company', { cookie, body: { companyId } });
    colleagues.push({ id: accountId, email, cookie: switched.cookie ?? '' });
  }
  return {
    companyId,
    owner: { id: ownerId, email: ownerEmail, cookie: ownerCookie },
    colleagues: colleagues as { readonly [I in keyof Roles]: Colleague },
  };
}
