import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';
import { channels } from '../notifications/notification-type.ts';

export const companyNotificationsChanged = defineEvent({
  type: 'latchkey.company.notifications-changed',
  version: 1,
  description: "An admin changed a company's defaults or locks of notifications.",
  data: v.object({
    changes: v.array(
      v.object({
        type: v.string(),
        channel: v.picklist(channels),
        /** Null: what the catalogue says. */
        enabled: v.nullable(v.boolean()),
        /** No member can choose otherwise. */
        locked: v.boolean(),
      }),
    ),
  }),
});
