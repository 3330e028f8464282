import * as v from 'valibot';
import { companyRenamed } from '#events/lifecycle/company-renamed.ts';
import { commit, type TransactItem } from '#functions/shared/aws/transaction.ts';
import { type Company, companySchema } from '#functions/shared/company-item.ts';
import { stillHolds } from '#functions/shared/company-writes.ts';
import { matches } from '#functions/shared/etag.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { companyKey } from '#functions/shared/table.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import { companyDocument } from './company-document.ts';
import type { CompanyDocument } from './contract.ts';
import type { CompaniesDeps } from './deps.ts';

/** Renames the company of the session. Who was demoted or removed a moment before renames nothing. */
export async function renameCompany(
  deps: CompaniesDeps,
  command: { auth: Authenticated; name: string; ifMatch: string | null; viewer: Viewer },
): Promise<Outcome<{ company: CompanyDocument }>> {
  const { auth, name, ifMatch } = command;
  const { company, membership } = auth;
  const elsewhere = (current: Company) =>
    refuse('changed-elsewhere', { current: companyDocument({ membership, company: current }) });
  if (!matches(ifMatch, company.version)) return elsewhere(company);
  if (name === company.name) return { ok: true, company: companyDocument(auth) };

  const { companyId } = company;
  const lost = await commit(deps.table, [
    stillHolds(deps.table.name, membership),
    rename(deps.table.name, company, name),
    recordEvent(deps.table.name, companyRenamed, {
      id: deps.newId(),
      now: deps.now(),
      accountId: membership.accountId,
      companyId,
      actor: { kind: 'account', accountId: membership.accountId },
      origin: command.viewer,
      data: { companyName: name, oldName: company.name },
    }),
  ]);
  if (lost === null) {
    return { ok: true, company: { ...companyDocument(auth), name, version: company.version + 1 } };
  }
  if (lost.item === undefined) return refuse('forbidden');
  const current = v.parse(companySchema, lost.item);
  // Without a version to go by, the last one to rename wins.
  return ifMatch === null
    ? renameCompany(deps, { ...command, auth: { ...auth, company: current } })
    : elsewhere(current);
}

/** The write that renames the version of a company that was read. */
function rename(tableName: string, { companyId, version }: Company, name: string): TransactItem {
  const first = version === 1 ? ' OR attribute_not_exists(#version)' : '';
  return {
    Update: {
      TableName: tableName,
      Key: companyKey(companyId),
      UpdateExpression: 'SET #name = :name, #version = :next',
      ConditionExpression: `attribute_exists(pk) AND (#version = :version${first})`,
      ExpressionAttributeNames: { '#name': 'name', '#version': 'version' },
      ExpressionAttributeValues: { ':name': name, ':version': version, ':next': version + 1 },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}
