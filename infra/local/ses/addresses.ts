import { addressParser } from 'postal-mime';

import { invalidParameter } from './wire.ts';

const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const label = /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
/** Control characters, line breaks among them: what would start a header of its own. */
const control = /\p{Cc}/u;

/**
 * Checks what a caller gives as one address, with or without a display name, and gives the bare address. SES takes
 * ASCII only: a local part can't be encoded, a domain has to come as Punycode.
 */
export function bareAddress(given: string): string {
  if (control.test(given)) throw invalidParameter('Local address contains control or whitespace');
  const [mailbox, ...others] = addressParser(given, { flatten: true });
  if (others.length > 0) throw invalidParameter('Illegal address: one address is wanted, several are given');

  // Text without an @ is taken for a display name.
  const address = mailbox?.address ?? '';
  const at = address.lastIndexOf('@');
  if (at < 0) throw invalidParameter("Missing final '@domain'");
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  if (/\s/.test(local)) throw invalidParameter('Local address contains control or whitespace');
  if (local.length > 64 || !localPart.test(local)) throw invalidParameter('Illegal address: local part');
  if (!domain.includes('.')) throw invalidParameter('Domain contains dot-less name');
  if (domain.length > 253 || !domain.split('.').every((part) => label.test(part))) {
    throw invalidParameter('Domain contains illegal character');
  }
  return address;
}

/** The addresses in the text of a header such as To. */
export function headerAddresses(text: string): string[] {
  return addressParser(text, { flatten: true }).map(({ address }) => bareAddress(address ?? ''));
}
