import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { notificationRoles, type NotificationRole } from '#events/notifications/notification-type.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { inPieces } from '#functions/shared/in-parallel.ts';
import { companyKey, membershipKey } from '#functions/shared/table.ts';
import { type Refused, refused, type Request, type RequestOutcome } from './read-request.ts';

/** Whom a notification goes to: people by name, or everybody in the company who has one of these roles. */
export type Audience =
  | { readonly kind: 'accounts'; readonly accountIds: readonly string[] }
  | {
      readonly kind: 'roles';
      readonly companyId: string;
      readonly roles: readonly NotificationRole[];
      /** An account that is left out. */
      readonly except: string | null;
    };

const memberSchema = v.object({ accountId: v.string(), role: v.picklist(notificationRoles) });

/**
 * Finds out whom a request goes to; refuses it whole when it names somebody outside the company, or whom the type is
 * not for: told to part of its recipients, nobody would notice the mistake.
 */
export async function findAudience(
  table: Table,
  { type, companyId, to, except = null }: Pick<Request, 'type' | 'companyId' | 'to' | 'except'>,
): Promise<RequestOutcome<{ audience: Audience }>> {
  if (companyId === null) {
    if (to.kind !== 'accounts') throw new Error('Without a company, its recipients have to be named');
    return { ok: true, audience: to };
  }
  const [company] = await readMany(table, [companyKey(companyId)]);
  if (company === undefined) return refused('unknown-company', 'companyId');
  if (to.kind === 'accounts') {
    const accountIds = [...new Set(to.accountIds)];
    const outside = await findOutsider(table, companyId, accountIds, type.audience);
    return outside ?? { ok: true, audience: { kind: 'accounts', accountIds } };
  }
  const roles =
    to.kind === 'audience' ? type.audience : type.audience.filter((role) => to.roles.includes(role));
  if (roles.length === 0) return refused('recipient-outside-audience', 'to.roles');
  return { ok: true, audience: { kind: 'roles', companyId, roles, except } };
}

async function findOutsider(
  table: Table,
  companyId: string,
  accountIds: readonly string[],
  roles: readonly NotificationRole[],
): Promise<Refused | null> {
  for (const some of inPieces(accountIds, 100)) {
    const members = await readMany(
      table,
      some.map((accountId) => membershipKey(companyId, accountId)),
    );
    for (const member of members) {
      if (member === undefined) return refused('recipient-outside-company', 'to.accountIds');
      if (!roles.includes(v.parse(memberSchema, member).role))
        return refused('recipient-outside-audience', 'to.accountIds');
    }
  }
  return null;
}

/** Reads on in the members of a company, those behind `after`; `next` is where to go on, null at the end. */
export async function readMembers(
  table: Table,
  { companyId, roles, except }: Extract<Audience, { kind: 'roles' }>,
  after: string | null,
  most: number,
): Promise<{ accountIds: string[]; next: string | null }> {
  const { Items = [], LastEvaluatedKey } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :company AND begins_with(sk, :member)',
      ExpressionAttributeValues: {
        ':company': companyKey(companyId).pk,
        ':member': membershipKey(companyId, '').sk,
      },
      ...(after === null ? {} : { ExclusiveStartKey: membershipKey(companyId, after) }),
      Limit: most,
    }),
  );
  const members = Items.map((item) => v.parse(memberSchema, item));
  const told = members.filter(({ role, accountId }) => roles.includes(role) && accountId !== except);
  const accountIds = told.map(({ accountId }) => accountId);
  return { accountIds, next: LastEvaluatedKey === undefined ? null : (members.at(-1)?.accountId ?? null) };
}
