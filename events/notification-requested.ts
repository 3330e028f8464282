import * as v from 'valibot';
import { notificationRoles } from './notifications/notification-type.ts';

/** The `detail-type` under which a product asks for a notification; the source is the product's own. */
export const notificationRequested = 'latchkey.notification.requested';

/** Recipients that one request may name. */
export const mostRecipients = 1000;
/** Characters of its data as JSON. */
const mostData = 16 * 1024;

const idSchema = v.pipe(
  v.string(),
  v.regex(/^[\x21-\x7e]{1,128}$/, 'Not 1 to 128 visible ASCII characters.'),
);
const nameSchema = v.pipe(v.string(), v.nonEmpty('Empty.'), v.maxLength(64, 'Longer than 64 characters.'));

/** A path of the product or site, or an address that only https carries. */
const urlSchema = v.pipe(
  v.string(),
  v.maxLength(2000, 'Longer than 2000 characters.'),
  v.regex(/^(?:https:\/\/[^\s/\\@]+(?:[/?#]\S*)?|\/(?![/\\])\S*)$/, 'Neither https nor a path.'),
);

/** To whom: everybody in the company who can receive the type, those of some roles, or the accounts named. */
const recipientsSchema = v.variant('kind', [
  v.object({ kind: v.literal('audience') }),
  v.object({
    kind: v.literal('roles'),
    roles: v.pipe(v.array(v.picklist(notificationRoles)), v.minLength(1), v.maxLength(3)),
  }),
  v.object({
    kind: v.literal('accounts'),
    accountIds: v.pipe(
      v.array(nameSchema),
      v.minLength(1, 'Nobody.'),
      v.maxLength(mostRecipients, `More than ${mostRecipients}.`),
    ),
  }),
]);

/**
 * The detail of `latchkey.notification.requested`. `id` is the publisher's own: the same one with the same content
 * is one notification, however often it is published. The type's own schema checks `data` further.
 */
export const notificationRequestedSchema = v.object({
  id: idSchema,
  type: nameSchema,
  companyId: nameSchema,
  to: recipientsSchema,
  data: v.pipe(
    v.record(v.string(), v.unknown()),
    v.check((data) => JSON.stringify(data).length <= mostData, `Longer than ${mostData} characters.`),
  ),
  /** Where it leads instead of the type's own page. */
  url: v.optional(urlSchema),
});
export type NotificationRequested = v.InferOutput<typeof notificationRequestedSchema>;
