import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';

const required = (issue: v.StringIssue) =>
  issue.received === 'undefined' || issue.received === 'null' ? 'required' : 'wrong-type';

const base64url = (characters: number) =>
  v.pipe(
    v.string(required),
    v.transform((value) => value.replace(/=+$/, '')),
    v.length(characters, 'invalid-value'),
    v.regex(/^[\w-]+$/, 'invalid-value'),
  );

/** Our name of a browser: SHA-256 of its endpoint in base64url. */
const browserIdSchema = base64url(43);

const endpointSchema = v.pipe(v.string(required), v.maxLength(1024, 'too-long'), v.url('invalid-value'));

/** What a browser's `PushSubscription` says of itself (W3C Push API). */
const subscriptionSchema = v.object({
  endpoint: endpointSchema,
  /** An uncompressed point on P-256. */
  p256dh: base64url(87),
  auth: base64url(22),
});

export const subscribeBrowser = defineOperation({
  id: 'subscribe-browser',
  summary: 'Have this browser show notifications; the one that was added first gives way to an eleventh',
  method: 'POST',
  path: '/api/user/push-subscriptions',
  function: 'channels',
  access: 'session',
  body: v.object({
    ...subscriptionSchema.entries,
    /** Only if it is known: it was chosen before, and may have been turned off from another. */
    again: v.optional(v.boolean('wrong-type'), false),
  }),
  status: 201,
  output: v.object({ browserId: v.string() }),
  reasons: ['not-found'],
  // A browser that was chosen says so with each page that it loads, and an office has one address.
  limit: { calls: 600, windowSeconds: 600 },
});

export const renewBrowser = defineOperation({
  id: 'renew-browser',
  summary:
    'Go on under the address that a push service has given this browser, in the place of the former one',
  method: 'POST',
  path: '/api/user/push-subscriptions/renewal',
  function: 'channels',
  access: 'session',
  unattended: true,
  whileIdle: true,
  body: v.object({ ...subscriptionSchema.entries, replaces: endpointSchema }),
  status: 204,
  reasons: ['not-found'],
  limit: { calls: 30, windowSeconds: 600 },
});

export const unsubscribeBrowser = defineOperation({
  id: 'unsubscribe-browser',
  summary: 'Have a browser show no more notifications; one that shows none is fine',
  method: 'DELETE',
  path: '/api/user/push-subscriptions',
  function: 'channels',
  access: 'session',
  body: v.object({ browserId: browserIdSchema }),
  status: 204,
  reasons: [],
});
