import * as v from 'valibot';
import { profileInputSchema } from '#functions/profile/contract.ts';

export type PhoneCheck =
  | { kind: 'blank' }
  | { kind: 'invalid' }
  /** `formatted` is how the number is written internationally: `+92 300 1234567`. */
  | { kind: 'valid'; formatted: string }
  /** The shape is right; whether the number exists will be for the API to say. */
  | { kind: 'plausible' };

const load = () => import('libphonenumber-js/min');

/**
 * Checks a phone number as it was typed. The numbering plans are 40 kB and are fetched when the first plausible number
 * is checked; where they can't be, the answer is `plausible`.
 */
export async function checkPhone(typed: string, loadPlans = load): Promise<PhoneCheck> {
  const shape = v.safeParse(profileInputSchema.entries.phone, typed);
  if (!shape.success) return { kind: 'invalid' };
  if (shape.output === null) return { kind: 'blank' };
  const plans = await loadPlans().catch(() => null);
  if (plans === null) return { kind: 'plausible' };
  const number = plans.parsePhoneNumberFromString(shape.output);
  return number?.isValid() === true
    ? { kind: 'valid', formatted: number.formatInternational() }
    : { kind: 'invalid' };
}
