/**
 * The E.164 form of a number entered with its country code, or null when no such number can exist. The numbering
 * plans of the world are loaded with the first number, not with the function.
 */
export async function toE164(entered: string): Promise<string | null> {
  const { parsePhoneNumberFromString } = await import('libphonenumber-js/min');
  const parsed = parsePhoneNumberFromString(entered);
  return parsed?.isValid() === true ? parsed.number : null;
}
