/**
 * Tells whether the stage sends text messages to a number: only into the countries that it names, since the dearest
 * are where messages are pumped to. The world's numbering plans are loaded with the first number.
 */
export async function isServed(number: string, countries: readonly string[]): Promise<boolean> {
  const { parsePhoneNumberFromString } = await import('libphonenumber-js/min');
  const country = parsePhoneNumberFromString(number)?.country;
  return country !== undefined && countries.includes(country);
}
