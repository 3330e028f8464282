import * as v from 'valibot';
import { channels, notificationCategories } from '#events/notifications/notification-type.ts';
import { defineOperation } from '#functions/shared/contract.ts';
import { idSchema, timestampSchema } from '#functions/shared/fields.ts';
import { refusalReasons } from '#functions/shared/notifications/sender.ts';

/** What a request can mark as read at once. */
const mostMarked = 100;

const itemSchema = v.object({
  id: v.string(),
  type: v.string(),
  category: v.picklist(notificationCategories),
  title: v.string(),
  body: v.string(),
  /** A path or an https address. */
  url: v.nullable(v.string()),
  createdAt: timestampSchema,
  readAt: v.nullable(timestampSchema),
});

/** The id of a notification: where the next page begins, or what is known already. */
const placeSchema = v.pipe(
  v.string('wrong-type'),
  v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'invalid-value'),
);
const onlySchema = v.optional(v.literal('true', 'invalid-choice'));

export const listNotifications = defineOperation({
  id: 'list-notifications',
  summary:
    'A page of the inbox, newest first, and how many are unread (1,000 at most); `since` gives only what is newer than a notification',
  method: 'GET',
  path: '/api/notifications',
  function: 'account',
  access: 'session',
  unattended: true,
  query: v.object({
    cursor: v.optional(placeSchema),
    since: v.optional(placeSchema),
    category: v.optional(v.picklist(notificationCategories, 'invalid-choice')),
    unread: onlySchema,
    /** Instead of the inbox: what did not come into it, since it is switched off there. */
    hidden: onlySchema,
  }),
  status: 200,
  output: v.object({ items: v.array(itemSchema), unread: v.number(), next: v.nullable(v.string()) }),
  reasons: [],
});

export const readNotifications = defineOperation({
  id: 'read-notifications',
  summary: 'Mark notifications as read: some, or all; those that are gone count as read',
  method: 'POST',
  path: '/api/notifications/read',
  function: 'account',
  access: 'session',
  body: v.pipe(
    v.object({
      ids: v.optional(
        v.pipe(
          v.array(idSchema, 'wrong-type'),
          v.minLength(1, 'required'),
          v.maxLength(mostMarked, 'too-long'),
        ),
      ),
      all: v.optional(v.literal(true, 'invalid-choice')),
    }),
    v.forward(
      v.check(({ ids, all }) => ids !== undefined || all === true, 'required'),
      ['ids'],
    ),
  ),
  status: 204,
  reasons: [],
});

/** What became of a notification on one channel. */
const channelOutcomes = [
  'delivered',
  /** Switched off, or never possible. */
  'off',
  /** Collected for a digest, or held back by quiet hours: until `at`. */
  'waiting',
  'sending',
  /** The channel could not take it: `reason` says why. */
  'refused',
  /** Handed over, and no reply came; it is not repeated. */
  'unknown',
  /** The mail about security that is sent at once, whatever the preferences. */
  'mailed-by-security',
] as const;

export const explainNotification = defineOperation({
  id: 'explain-notification',
  summary: 'Why a notification came, or did not, by each channel: which rule decided, and what became of it',
  method: 'GET',
  path: '/api/notifications/{id}/why',
  function: 'account',
  access: 'session',
  params: v.object({ id: idSchema }),
  status: 200,
  output: v.object({
    id: v.string(),
    type: v.string(),
    /** The type's row in the preferences. */
    typeTitle: v.string(),
    createdAt: timestampSchema,
    channels: v.array(
      v.object({
        channel: v.picklist(channels),
        outcome: v.picklist(channelOutcomes),
        rule: v.object({
          kind: v.picklist(['impossible', 'mandatory', 'lock', 'master', 'user', 'company', 'default']),
          /** The admin's name, where one decided. */
          by: v.nullable(v.string()),
          at: v.nullable(timestampSchema),
        }),
        at: v.nullable(timestampSchema),
        reason: v.nullable(v.picklist(refusalReasons)),
      }),
    ),
  }),
  reasons: ['not-found'],
});
