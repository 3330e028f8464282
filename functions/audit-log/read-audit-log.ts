import type { Envelope } from '#events/envelope.ts';
import { accountSchema } from '#functions/shared/account-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { QueryOf } from '#functions/shared/contract.ts';
import { csvOf } from '#functions/shared/log/csv.ts';
import { cursorAfter } from '#functions/shared/log/log-query.ts';
import { readEvents } from '#functions/shared/log/read-events.ts';
import { accountKey, membershipKey } from '#functions/shared/table.ts';
import * as v from 'valibot';
import type { Person, readAuditLog as contract } from './contract.ts';
import { auditKindOf } from './kinds.ts';
import { type AuditLine, auditLineOf, cellsOf, csvColumns, type Members } from './log-line.ts';

const pageSize = 25;
const csvSize = 5000;
/** A membership and an account each, within what one read takes. */
const peoplePerRead = 50;

export type AuditAnswer =
  | { readonly format: 'json'; readonly lines: AuditLine[]; readonly next: string | null }
  | { readonly format: 'csv'; readonly text: string };

/** Reads a page of a company's audit log, or the newest 5,000 lines of it as CSV. */
export async function readAuditLog(
  table: Table,
  companyId: string,
  query: QueryOf<typeof contract>,
): Promise<AuditAnswer> {
  const { from, to, cursor, format } = query;
  const size = format === 'csv' ? csvSize : pageSize;
  const accepts = (event: Envelope) => matches(event, query);
  const page = await readEvents(table, { companyId }, { accepts, from, to, after: cursor, size });
  const members = await readMembers(table, companyId, page.events);
  const lines = page.events.map((event) => auditLineOf(event, members));
  if (format === 'csv') return { format, text: csvOf(csvColumns, lines.map(cellsOf)) };
  return { format, lines, next: page.next === null ? null : cursorAfter(page.next) };
}

function matches(event: Envelope, { kind, type, actor }: QueryOf<typeof contract>): boolean {
  if (kind !== undefined && auditKindOf(event.type) !== kind) return false;
  if (type !== undefined && event.type !== type) return false;
  return actor === undefined || (event.actor.kind === 'account' && event.actor.accountId === actor);
}

/** The names of those who are members now: what somebody who left is called today is not the company's business. */
async function readMembers(table: Table, companyId: string, events: readonly Envelope[]): Promise<Members> {
  const ids = new Set(
    events.flatMap(({ accountId, actor }) =>
      actor.kind === 'account' ? [accountId, actor.accountId] : accountId,
    ),
  );
  const people = [...ids];
  const reads: Promise<Person[]>[] = [];
  for (let first = 0; first < people.length; first += peoplePerRead) {
    reads.push(readPeople(table, companyId, people.slice(first, first + peoplePerRead)));
  }
  return new Map((await Promise.all(reads)).flat().map((person) => [person.id, person]));
}

async function readPeople(table: Table, companyId: string, ids: readonly string[]): Promise<Person[]> {
  const items = await readMany(
    table,
    ids.flatMap((id) => [membershipKey(companyId, id), accountKey(id)]),
  );
  return ids.flatMap((id, index) => {
    const [membership, account] = [items[2 * index], items[2 * index + 1]];
    if (membership === undefined || account === undefined) return [];
    const { name, email } = v.parse(accountSchema, account);
    return [{ id, name, email }];
  });
}
