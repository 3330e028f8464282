import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { v5 } from 'uuid';
import * as v from 'valibot';
import { queryPages } from '#functions/shared/aws/query-pages.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { TransactItem } from '#functions/shared/aws/transaction.ts';
import { after, days, timeToLive } from '#functions/shared/clock.ts';
import { timestampSchema } from '#functions/shared/fields.ts';
import { companyKey, invitationKey } from '#functions/shared/table.ts';

/** How long the link of an invitation is good. */
export const invitationLife = 7 * days;
/** Expired ones are shown until then, so that they can be sent anew; used ones answer kindly to their link. */
const kept = 30 * days;

export const invitationSchema = v.object({
  companyId: v.string(),
  invitationId: v.string(),
  email: v.string(),
  role: v.picklist(['admin', 'member']),
  /** The account that invited, and its name then. */
  invitedBy: v.string(),
  inviterName: v.string(),
  /** The event whose mail carries the link: a fresh one makes the earlier link worthless. */
  eventId: v.string(),
  createdAt: timestampSchema,
  expiresAt: timestampSchema,
  acceptedAt: v.nullable(timestampSchema),
});
export type Invitation = v.InferOutput<typeof invitationSchema>;

/** The id of the one invitation that a company has for an address: named after both (RFC 9562 §5.5). */
export function invitationIdOf(companyId: string, email: string): string {
  return v5(email, companyId);
}

/** The write that invites an address; an earlier invitation of it is replaced, whatever became of it. */
export function putInvitation(tableName: string, invitation: Invitation): TransactItem {
  const { companyId, invitationId, createdAt } = invitation;
  return {
    Put: {
      TableName: tableName,
      Item: {
        ...invitationKey(companyId, invitationId),
        ...invitation,
        expiresAtSeconds: timeToLive(after(new Date(createdAt), kept)),
      },
    },
  };
}

/** Reads an invitation, consistently; null when there is none. */
export async function readInvitation(
  table: Table,
  companyId: string,
  invitationId: string,
): Promise<Invitation | null> {
  const { Item } = await table.client.send(
    new GetCommand({
      TableName: table.name,
      Key: invitationKey(companyId, invitationId),
      ConsistentRead: true,
    }),
  );
  return Item === undefined ? null : v.parse(invitationSchema, Item);
}

/** The invitations of a company that nobody has accepted, expired ones too. */
export async function listOpenInvitations(table: Table, companyId: string): Promise<Invitation[]> {
  const invitations: Invitation[] = [];
  const query = {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :company AND begins_with(sk, :invitation)',
    ExpressionAttributeValues: {
      ':company': companyKey(companyId).pk,
      ':invitation': invitationKey(companyId, '').sk,
    },
  };
  for await (const items of queryPages(table, query))
    invitations.push(...items.map((item) => v.parse(invitationSchema, item)));
  return invitations.filter(({ acceptedAt }) => acceptedAt === null);
}

const whileOpen = {
  ConditionExpression: 'eventId = :event AND acceptedAt = :none',
} as const;

/** The write that withdraws an invitation, unless it was accepted or sent anew meanwhile. */
export function deleteInvitation(tableName: string, invitation: Invitation): TransactItem {
  return {
    Delete: {
      TableName: tableName,
      Key: invitationKey(invitation.companyId, invitation.invitationId),
      ...whileOpen,
      ExpressionAttributeValues: { ':event': invitation.eventId, ':none': null },
    },
  };
}

/** The write that uses an invitation up: of parallel uses one wins. */
export function takeInvitation(tableName: string, invitation: Invitation, now: Date): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: invitationKey(invitation.companyId, invitation.invitationId),
      UpdateExpression: 'SET acceptedAt = :now',
      ...whileOpen,
      ExpressionAttributeValues: {
        ':now': now.toISOString(),
        ':event': invitation.eventId,
        ':none': null,
      },
    },
  };
}
