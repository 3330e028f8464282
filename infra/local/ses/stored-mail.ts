import * as v from 'valibot';

/** A mail as it was handed to SES, with the headers that SES adds. */
export const storedMailSchema = v.object({
  /** SES's message id. */
  id: v.string(),
  /** Position among all mails, so that their order doesn't rest on a clock that tests shift. */
  sequence: v.number(),
  sentAt: v.pipe(v.string(), v.isoTimestamp()),
  /** As the header says it, with the display name. */
  from: v.string(),
  /** The addresses that SES delivers to, whatever the headers say. */
  to: v.array(v.string()),
  subject: v.string(),
  text: v.string(),
  html: v.string(),
  headers: v.array(v.object({ name: v.string(), value: v.string() })),
  configurationSet: v.nullable(v.string()),
  tags: v.record(v.string(), v.string()),
});
export type StoredMail = v.InferOutput<typeof storedMailSchema>;

/** What a call asks SES to send. */
export type Submission = Omit<StoredMail, 'id' | 'sequence' | 'sentAt'>;
