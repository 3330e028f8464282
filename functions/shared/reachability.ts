import * as v from 'valibot';
import { timestampSchema } from './fields.ts';

/** Why mail does not get through: the address bounced it for good, or its owner called it spam. */
const emailProblemKinds = ['bounce', 'complaint'] as const;

export const emailProblemSchema = v.object({
  /** The address that it was about. */
  email: v.string(),
  kind: v.picklist(emailProblemKinds),
  at: timestampSchema,
});
export type EmailProblem = v.InferOutput<typeof emailProblemSchema>;

export const confirmedPhoneSchema = v.object({ number: v.string(), at: timestampSchema });
export type ConfirmedPhone = v.InferOutput<typeof confirmedPhoneSchema>;

/** What is wrong with the account's present address; a change of address leaves the problem behind. */
export function emailProblemOf(account: {
  readonly email: string;
  readonly emailProblem: EmailProblem | null;
}): EmailProblem | null {
  return account.emailProblem?.email === account.email ? account.emailProblem : null;
}

/** The number that text messages may go to: the profile's, if it is the one that was confirmed. */
export function confirmedPhoneOf(account: {
  readonly phone: string | null;
  readonly confirmedPhone: ConfirmedPhone | null;
}): ConfirmedPhone | null {
  const { phone, confirmedPhone } = account;
  return phone !== null && confirmedPhone?.number === phone ? confirmedPhone : null;
}
