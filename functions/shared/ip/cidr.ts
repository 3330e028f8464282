import type { FieldReason } from '../reasons.ts';
import { bitsOf, formatRange, type IpRange, parseAddress } from './ip-range.ts';

/** One entry of a list, understood: its canonical text and the addresses that it admits. */
export interface Cidr {
  /** `10.0.0.0/8`, or the bare address where it is a single one. */
  readonly text: string;
  readonly range: IpRange;
}

type CidrReason = Extract<
  FieldReason,
  'invalid-ip' | 'invalid-prefix' | 'ip-leading-zeros' | 'ip-zone' | 'ip-range-too-wide'
>;

/**
 * Reads an address or a network in CIDR. Host bits are cleared (`10.1.2.3/8` → `10.0.0.0/8`) and IPv4-mapped IPv6
 * becomes IPv4. Refused, each with its own reason: zones, leading zeros, prefixes that are none, and networks that
 * hold every address (a list that admits everybody is no list). Gives the reason where it is refused.
 */
export function parseCidr(input: string): Cidr | CidrReason {
  const [address = '', prefixText, ...rest] = input.split('/');
  if (address.includes('%')) return 'ip-zone';
  const parsed = parseAddress(address);
  if (parsed === null) return hasLeadingZero(address) ? 'ip-leading-zeros' : 'invalid-ip';
  if (rest.length > 0) return 'invalid-prefix';
  const { family, value } = parsed;
  // The prefix of a mapped address counts the 96 bits before the IPv4 address, too.
  const mapped = family === 4 && address.includes(':');
  const bits = bitsOf[family];
  const prefix = prefixText === undefined ? bits : readPrefix(prefixText, mapped ? 128 : bits);
  if (prefix === null) return 'invalid-prefix';
  const network = mapped && prefixText !== undefined ? prefix - 96 : prefix;
  if (network <= 0) return 'ip-range-too-wide';
  const hostBits = BigInt(bits - network);
  const first = (value >> hostBits) << hostBits;
  const range = { family, first, last: first + (1n << hostBits) - 1n };
  return { text: formatRange(range), range };
}

function readPrefix(text: string, most: number): number | null {
  return /^(0|[1-9]\d{0,2})$/.test(text) && Number(text) <= most ? Number(text) : null;
}

/** `010.0.0.1` is 10.0.0.1 to some readers and 8.0.0.1 to others. */
function hasLeadingZero(address: string): boolean {
  return parseAddress(address.replaceAll(/(?<=^|[:.])0+(?=\d+\.)|(?<=\.)0+(?=\d)/g, '')) !== null;
}

/** The parts of a line `203.0.113.0/24 # office`; the comment is empty where there is none. */
export function splitComment(line: string): { address: string; comment: string } {
  const mark = line.indexOf('#');
  const [address, comment] = mark < 0 ? [line, ''] : [line.slice(0, mark), line.slice(mark + 1)];
  return { address: address.trim(), comment: comment.trim() };
}
