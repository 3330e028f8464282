import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { after, days, timeToLive } from '#functions/shared/clock.ts';
import { timestampSchema } from '#functions/shared/fields.ts';
import { inboxDays } from '#functions/shared/notifications/inbox-item.ts';
import type { Notification } from '#functions/shared/notifications/notification.ts';
import { notificationKey } from '#functions/shared/table.ts';
import type { ExpandDeps } from './deps.ts';
import type { Request } from './read-request.ts';

const acceptedSchema = v.object({
  notificationId: v.string(),
  content: v.string(),
  createdAt: timestampSchema,
});

/**
 * Accepts a request, once: the same one again is the notification that it was. Gives null for an id that was used for
 * another content. Whoever publishes may do so again for 90 days without anybody being told twice.
 */
export async function acceptRequest(
  { table, now, newId }: Pick<ExpandDeps, 'table' | 'now' | 'newId'>,
  request: Request,
): Promise<Notification | null> {
  const moment = now();
  const content = contentOf(request);
  const accepted = { notificationId: newId(), content, createdAt: moment.toISOString() };
  try {
    await table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: {
          ...notificationKey(request.source, request.id),
          ...accepted,
          companyId: request.companyId,
          expiresAtSeconds: timeToLive(after(moment, inboxDays * days)),
        },
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return notificationOf(request, accepted);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const earlier = v.parse(acceptedSchema, unmarshall(error.Item ?? {}));
    return earlier.content === content ? notificationOf(request, earlier) : null;
  }
}

function notificationOf(
  { type, companyId, data, url, except = null }: Request,
  { notificationId, createdAt }: v.InferOutput<typeof acceptedSchema>,
): Notification {
  return { id: notificationId, type: type.id, companyId, data, url, createdAt, about: except };
}

/** What makes two requests the same: all that they say, in whatever order. */
function contentOf({ type, companyId, to, data, url }: Request): string {
  const said = canonical({ type: type.id, companyId, to, data, url });
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url');
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([name, field]) => [name, canonical(field)]);
}
