import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import { linkTokenSchema } from '#functions/shared/fields.ts';

const query = v.object({ token: linkTokenSchema });

/** A choice about the mails of one type: before it was turned off, or to go back to. Null is the default. */
const choiceSchema = v.object({ type: v.string(), enabled: v.nullable(v.literal(true)) });

/** What an unsubscribe link is about, as its page tells it. */
const subscriptionSchema = v.object({
  kind: v.picklist(['type', 'category']),
  /** The name of the type or category; the site has the words of categories. */
  name: v.string(),
  /** The type's title; null for a category. */
  title: v.nullable(v.string()),
  /** Whether any mail of it would still come. */
  subscribed: v.boolean(),
});

export const openUnsubscribe = defineOperation({
  id: 'open-unsubscribe',
  summary: 'Where the link of a mail leads: to a page that asks; changes nothing',
  method: 'GET',
  path: '/api/unsubscribe',
  function: 'channels',
  access: 'public',
  query,
  status: 303,
  reasons: [],
});

export const describeUnsubscribe = defineOperation({
  id: 'describe-unsubscribe',
  summary: 'What an unsubscribe link is about; changes nothing',
  method: 'GET',
  path: '/api/unsubscribe/subscription',
  function: 'channels',
  access: 'public',
  query,
  status: 200,
  output: subscriptionSchema,
  reasons: ['invalid-code'],
});

/** No limit of calls per address: mail providers post for all their people from a few. */
export const unsubscribe = defineOperation({
  id: 'unsubscribe',
  summary: 'Turn off the mails that an unsubscribe link is about (RFC 8058, one click)',
  method: 'POST',
  path: '/api/unsubscribe',
  function: 'channels',
  access: 'public',
  crossSite: true,
  query,
  status: 200,
  output: v.object({ undo: v.array(choiceSchema) }),
  reasons: ['invalid-code'],
});

export const undoUnsubscribe = defineOperation({
  id: 'undo-unsubscribe',
  summary: 'Take an unsubscription back: the choices as they were before',
  method: 'POST',
  path: '/api/unsubscribe/undo',
  function: 'channels',
  access: 'public',
  body: v.object({
    token: linkTokenSchema,
    undo: v.pipe(v.array(choiceSchema), v.maxLength(100, 'too-many')),
  }),
  status: 204,
  reasons: ['invalid-code'],
});
