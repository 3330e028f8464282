/** A receipt's number as it is mailed: `7QK2M-0VX9A-…`, in groups of five. */
export function grouped(number: string): string {
  return (number.match(/.{1,5}/g) ?? []).join('-');
}
