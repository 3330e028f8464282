import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import { timestampSchema } from '#functions/shared/fields.ts';

/** How notifications reach the person, beside the site itself. */
export const channelsSchema = v.object({
  email: v.object({
    address: v.string(),
    /** Why nothing but mandatory mail is sent to it. */
    problem: v.nullable(v.object({ kind: v.picklist(['bounce', 'complaint']), at: timestampSchema })),
  }),
  push: v.object({
    /** The key that a browser subscribes with (`applicationServerKey`), in base64url. */
    serverKey: v.string(),
    browsers: v.array(
      v.object({
        id: v.string(),
        browser: v.string(),
        os: v.string(),
        device: v.picklist(['desktop', 'mobile', 'tablet', 'other']),
        addedAt: timestampSchema,
      }),
    ),
  }),
  sms: v.object({
    /** Whether the stage sends text messages at all. */
    offered: v.boolean(),
    /** The profile's number. */
    phone: v.nullable(v.string()),
    confirmedAt: v.nullable(timestampSchema),
    /** Until when a code that was sent to it can be typed in. */
    codeUntil: v.nullable(timestampSchema),
  }),
});
export type ChannelsDocument = v.InferOutput<typeof channelsSchema>;

export const readChannels = defineOperation({
  id: 'read-channels',
  summary: 'How notifications reach the person: address, browsers, phone number',
  method: 'GET',
  path: '/api/user/notification-channels',
  function: 'channels',
  access: 'session',
  status: 200,
  output: channelsSchema,
  reasons: [],
});
