import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

/** Why a request for a notification was refused. The same request again is refused again, until what it names is mended. */
export const refusedBecause = [
  /** It does not fit the schema of requests; `path` says where. */
  'malformed',
  'unknown-type',
  /** A type that only Latchkey itself publishes. */
  'reserved-type',
  /** Its data does not fit the type's schema; `path` says where. */
  'invalid-data',
  'unknown-company',
  /** Somebody who is no member of the company is among the accounts. */
  'recipient-outside-company',
  /** Somebody among the accounts, or every role named, can't receive the type. */
  'recipient-outside-audience',
  /** The id was used for a request with other content. */
  'id-reused',
] as const;

/** `accountId` is the nil UUID: the event is about no account, and what it says of a company was not verified. */
export const notificationRefused = defineEvent({
  type: 'latchkey.notification.refused',
  version: 1,
  description:
    'A request for a notification was refused: nobody was told. It is a dead letter, with the reason.',
  data: v.object({
    /** The `source` of whoever published it. */
    source: v.string(),
    /** The publisher's id and type, null where they could not be read. */
    notificationId: v.nullable(v.string()),
    notificationType: v.nullable(v.string()),
    companyId: v.nullable(v.string()),
    reason: v.picklist(refusedBecause),
    /** Where in the request: `data.caller`. */
    path: v.nullable(v.string()),
  }),
});
