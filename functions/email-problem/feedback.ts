import * as v from 'valibot';
import { emailSchema } from '#functions/shared/fields.ts';
import type { EmailProblem } from '#functions/shared/reachability.ts';

const recipients = v.array(v.object({ emailAddress: v.string() }));

/** A report of SES as EventBridge brings it (source `aws.ses`), as far as it is read here. */
const reportSchema = v.variant('eventType', [
  v.object({
    eventType: v.literal('Bounce'),
    bounce: v.object({ bounceType: v.string(), bouncedRecipients: recipients }),
  }),
  v.object({
    eventType: v.literal('Complaint'),
    complaint: v.object({
      complainedRecipients: recipients,
      complaintFeedbackType: v.nullish(v.string()),
    }),
  }),
]);

export const feedbackSchema = v.object({ source: v.literal('aws.ses'), detail: reportSchema });
export type Feedback = v.InferOutput<typeof feedbackSchema>;

/**
 * Which addresses a report makes unfit for optional mail. A bounce that may pass (a full mailbox, a server that is
 * down) makes none, and neither does `not-spam`, by which somebody says of a mail that it was none (RFC 6430).
 */
export function problemsIn({ detail }: Feedback): Pick<EmailProblem, 'email' | 'kind'>[] {
  if (detail.eventType === 'Bounce') {
    const { bounceType, bouncedRecipients } = detail.bounce;
    return bounceType === 'Permanent' ? addresses(bouncedRecipients).map(as('bounce')) : [];
  }
  const { complaintFeedbackType, complainedRecipients } = detail.complaint;
  return complaintFeedbackType === 'not-spam' ? [] : addresses(complainedRecipients).map(as('complaint'));
}

const as = (kind: EmailProblem['kind']) => (email: string) => ({ email, kind });

/** The addresses in the form in which accounts have them; SES may report `Ada <ada@example.com>`. */
function addresses(reported: v.InferOutput<typeof recipients>): string[] {
  return reported.flatMap(({ emailAddress }) => {
    const bare = /<([^<>]+)>\s*$/.exec(emailAddress)?.[1] ?? emailAddress;
    const { success, output } = v.safeParse(emailSchema, bare);
    return success ? [output] : [];
  });
}
