import * as v from 'valibot';
import { channels } from '#events/notifications/notification-type.ts';
import { nobody } from '../erasure/nobody.ts';
import { timestampSchema } from '../fields.ts';

/** A notification that was accepted: what all its recipients are told of. */
export const notificationSchema = v.object({
  /** Latchkey's own: a UUID of version 7, so that an inbox sorts by it. */
  id: v.string(),
  type: v.string(),
  /** Null where it concerns the person and no company. */
  companyId: v.nullable(v.string()),
  /** As the type's schema has let it through. */
  data: v.record(v.string(), v.unknown()),
  /** A path or an https address; null where there is nothing to open. */
  url: v.nullable(v.string()),
  createdAt: timestampSchema,
  /** Whose name its data has, who is none of those told; null where it names nobody. Older versions' messages say nothing. */
  about: v.optional(v.nullable(v.string()), null),
});
export type Notification = v.InferOutput<typeof notificationSchema>;

/** The same without whom it is about: they are being erased, or are gone (decision 025). */
export function withoutName(notification: Notification): Notification {
  return { ...notification, about: null, data: { ...notification.data, name: nobody } };
}

/** Recipients of one message: their preferences are one read of a hundred keys each. */
export const recipientsPerMessage = 100;

/** What the queue of deliveries carries: a notification for some people, or what had to wait for its moment. */
export const deliveryMessageSchema = v.variant('kind', [
  v.object({
    kind: v.literal('deliver'),
    notification: notificationSchema,
    accountIds: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(recipientsPerMessage)),
  }),
  v.object({
    kind: v.literal('deferred'),
    accountId: v.string(),
    channel: v.picklist(channels),
    at: timestampSchema,
  }),
]);
export type DeliveryMessage = v.InferOutput<typeof deliveryMessageSchema>;
