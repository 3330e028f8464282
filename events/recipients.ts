import * as v from 'valibot';

/** Who is mailed about something that concerns a company: each gets a mail of their own, in their time zone. */
export const recipientsSchema = v.array(
  v.object({ email: v.string(), name: v.string(), timezone: v.nullable(v.string()) }),
);
export type Recipient = v.InferOutput<typeof recipientsSchema>[number];
