import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { type PagedQuery, queryPages } from '#functions/shared/aws/query-pages.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { companyEventIndexKey, companyKey, eventKey, tableShape } from '#functions/shared/table.ts';
import type { ErasureDeps } from './deps.ts';
import type { Claimed } from './erasure-item.ts';
import { names, pseudonymise, type Replacement } from './pseudonym.ts';
import { rewriteLine } from './rewrite-line.ts';

type Item = Record<string, unknown>;

const keysSchema = v.object({ pk: v.string(), sk: v.string() });
const ofCompanySchema = v.looseObject({ companyId: v.optional(v.nullable(v.string()), null) });

/**
 * The person's own lines in the logs of companies: moved out of the account, without the person in them, to where the
 * stream publishes nothing. Lines that concern no company stay with the account, and go with it.
 */
export async function moveOwnLines({ table }: Pick<ErasureDeps, 'table'>, who: Replacement): Promise<void> {
  for await (const items of queryPages(table, ownEvents(who.accountId))) {
    for (const item of items) {
      const { companyId } = v.parse(ofCompanySchema, item);
      if (companyId !== null) await rewriteLine(table, who, v.parse(keysSchema, item));
    }
  }
}

/**
 * The same of what a request that was still under way wrote after the account was gone: who it was is not known any
 * more, so that nothing is left in such a line but what happened, and when.
 */
export function moveLateLines(
  deps: Pick<ErasureDeps, 'table'>,
  { accountId, pseudonym, number }: Claimed,
): Promise<void> {
  return moveOwnLines(deps, { accountId, pseudonym, emails: [], values: [], receipt: number, unknown: true });
}

/** The companies that the lines of an account are about. */
export async function companiesOfLines(
  { table }: Pick<ErasureDeps, 'table'>,
  accountId: string,
): Promise<string[]> {
  const companies = new Set<string>();
  for await (const items of queryPages(table, ownEvents(accountId))) {
    for (const item of items) {
      const { companyId } = v.parse(ofCompanySchema, item);
      if (companyId !== null) companies.add(companyId);
    }
  }
  return [...companies];
}

/**
 * Whatever else names the person in a company that goes on: lines of others about them, invitations that they sent,
 * entries that they added. What was kept about them alone (who was seen from where) is deleted.
 */
export async function forgetInCompany(
  { table }: Pick<ErasureDeps, 'table'>,
  who: Replacement,
  companyId: string,
): Promise<void> {
  for await (const items of queryPages(table, linesOf(companyId))) {
    for (const item of items) if (names(item, who)) await rewriteLine(table, who, v.parse(keysSchema, item));
  }
  for await (const items of queryPages(table, itemsOf(companyId))) await replaceIn(table, items, who);
}

async function replaceIn(table: Table, items: readonly Item[], who: Replacement): Promise<void> {
  for (const item of items) {
    if (!names(item, who)) continue;
    const { pk, sk } = v.parse(keysSchema, item);
    const inKey = names({ pk, sk }, who) || names(item['gsi1pk'], who);
    const about = item['email'] !== undefined && names(item['email'], who);
    if (inKey || about) {
      await table.client.send(new DeleteCommand({ TableName: table.name, Key: { pk, sk } }));
      continue;
    }
    await table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: asItem(pseudonymise(item, who)),
        // Gone, or changed, since it was read: the pass that follows finds it as it is then.
        ConditionExpression:
          'attribute_exists(pk) AND (attribute_not_exists(#version) OR #version = :version)',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': item['version'] ?? 0 },
      }),
    );
  }
}

function asItem(value: unknown): Item {
  return v.parse(v.record(v.string(), v.unknown()), value);
}

function ownEvents(accountId: string): PagedQuery {
  return {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': eventKey(accountId, '').pk },
  };
}

function linesOf(companyId: string): PagedQuery {
  return {
    IndexName: tableShape.indexName,
    KeyConditionExpression: 'gsi1pk = :log',
    ExpressionAttributeValues: { ':log': companyEventIndexKey(companyId, '').gsi1pk },
  };
}

function itemsOf(companyId: string): PagedQuery {
  return {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': companyKey(companyId).pk },
  };
}
