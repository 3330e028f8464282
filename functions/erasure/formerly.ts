import * as v from 'valibot';
import { queryPages } from '#functions/shared/aws/query-pages.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { parseClaim } from '#functions/shared/address-claim-item.ts';
import { inPieces } from '#functions/shared/in-parallel.ts';
import type { Formerly } from '#functions/shared/start-erasure.ts';
import { addressClaimKey, eventKey } from '#functions/shared/table.ts';

/** Keys of one read. */
const mostKeys = 100;

/** What a line says for its mail: of events that have both, they are those of the account that the event is about. */
const mailedSchema = v.object({
  data: v.object({ email: v.string(), name: v.string(), oldEmail: v.optional(v.string()) }),
});

/**
 * Reads from an account's own lines the names and addresses that it has had. An address that somebody else has by now
 * is theirs: it names them in the lines of others.
 */
export async function readFormerly(table: Table, accountId: string): Promise<Formerly> {
  const [names, emails] = [new Set<string>(), new Set<string>()];
  const query = {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ProjectionExpression: '#data',
    ExpressionAttributeNames: { '#data': 'data' },
    ExpressionAttributeValues: { ':pk': eventKey(accountId, '').pk },
  };
  for await (const items of queryPages(table, query)) {
    for (const item of items) {
      if (!v.is(mailedSchema, item)) continue;
      const { name, email, oldEmail } = item.data;
      names.add(name);
      emails.add(email);
      if (oldEmail !== undefined) emails.add(oldEmail);
    }
  }
  return { names: [...names], emails: await notOfOthers(table, [...emails], accountId) };
}

async function notOfOthers(table: Table, emails: readonly string[], accountId: string): Promise<string[]> {
  const own: string[] = [];
  for (const piece of inPieces(emails, mostKeys)) {
    const claims = (await readMany(table, piece.map(addressClaimKey))).map(parseClaim);
    own.push(...piece.filter((_, index) => (claims[index]?.accountId ?? accountId) === accountId));
  }
  return own;
}
