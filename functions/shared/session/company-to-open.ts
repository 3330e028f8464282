import { companyCreated } from '#events/lifecycle/company-created.ts';
import { type Account, readAccount } from '../account-item.ts';
import type { Table } from '../aws/table-client.ts';
import { commit } from '../aws/transaction.ts';
import type { Now } from '../clock.ts';
import { type Company, companySchema, listMemberships, readPlaces } from '../company-item.ts';
import { foundCompany } from '../company-writes.ts';
import { recordEvent } from '../event-item.ts';
import { firstCompanyName } from '../first-company.ts';
import { accountKey } from '../table.ts';
import { parse } from 'valibot';

export interface CompanyToOpenDeps {
  readonly table: Table;
  readonly now: Now;
  readonly newId: () => string;
}

/**
 * The company that a session of an account opens: the last one, else another it belongs to. Whoever was removed
 * from all of them gets one of their own, so that nobody is locked out of their account by what others do.
 */
export async function companyToOpen(deps: CompanyToOpenDeps, account: Account): Promise<Company> {
  const { accountId, lastCompanyId } = account;
  const [last] = await readPlaces(deps.table, accountId, [lastCompanyId]);
  if (last !== undefined) return last.company;
  const [other] = await otherCompanies(deps.table, accountId, lastCompanyId);
  return other ?? foundOwn(deps, account);
}

/** The companies that an account belongs to besides this one, the oldest first; fifty at most. */
export async function otherCompanies(table: Table, accountId: string, besides: string): Promise<Company[]> {
  const listed = await listMemberships(table, accountId);
  const others = listed.map(({ companyId }) => companyId).filter((companyId) => companyId !== besides);
  // The index may still show what is gone.
  return (await readPlaces(table, accountId, others)).map(({ company }) => company);
}

/** Founds one company however many requests find none at once: it must follow upon the one that is gone. */
async function foundOwn(deps: CompanyToOpenDeps, account: Account): Promise<Company> {
  const { accountId, lastCompanyId } = account;
  const [companyId, now] = [deps.newId(), deps.now()];
  const company = { companyId, name: firstCompanyName(account.name), createdAt: now.toISOString() };
  const lost = await commit(deps.table, [
    {
      Update: {
        TableName: deps.table.name,
        Key: accountKey(accountId),
        UpdateExpression: 'SET lastCompanyId = :new',
        ConditionExpression: 'lastCompanyId = :gone',
        ExpressionAttributeValues: { ':new': companyId, ':gone': lastCompanyId },
      },
    },
    ...foundCompany(deps.table.name, company, accountId),
    recordEvent(deps.table.name, companyCreated, {
      id: deps.newId(),
      now,
      accountId,
      companyId,
      actor: { kind: 'system' },
      origin: null,
      data: { companyName: company.name },
    }),
  ]);
  if (lost === null) return parse(companySchema, company);
  const current = await readAccount(deps.table, accountId);
  if (current === null) throw new Error('The account is gone');
  return companyToOpen(deps, current);
}
