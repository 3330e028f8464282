/**
 * Reads addresses from text, strictly: what one reader takes for another address than its neighbour does, an
 * attacker uses (CVE-2021-28918, leading zeros). Written by hand since it runs for every lookup.
 */

const [zero, nine, dot, colon] = [48, 57, 46, 58];

/**
 * Reads IPv4 in four decimal parts between two positions; gives its 32 bits as a number, or -1 when it is none.
 * Leading zeros, signs, fewer parts and other bases are refused (RFC 6943 §3.1.1).
 */
export function readIPv4(text: string, from = 0, to = text.length): number {
  let [address, part, digits, parts] = [0, 0, 0, 1];
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= zero && code <= nine) {
      if (digits > 0 && part === 0) return -1;
      part = part * 10 + (code - zero);
      digits += 1;
      if (part > 255) return -1;
    } else if (code === dot && digits > 0 && parts < 4) {
      address = address * 256 + part;
      [part, digits] = [0, 0];
      parts += 1;
    } else return -1;
  }
  return parts === 4 && digits > 0 ? address * 256 + part : -1;
}

/** The value of each character code as a hexadecimal digit, or -1. */
const hexDigits = Int8Array.from({ length: 128 }, (_, code) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase());
  return code < 33 ? -1 : digit;
});

function hexDigit(code: number): number {
  return hexDigits[code] ?? -1;
}

// One at a time: readers copy what they keep, and JavaScript runs them one after another.
const groups = new Uint16Array(8);

/**
 * Reads IPv6 (RFC 4291 §2.2) into four words of 32 bits; false when it is none. No zone (`%eth0`): it names a
 * link of one machine and says nothing anywhere else.
 */
export function readIPv6(text: string, into: Uint32Array): boolean {
  const end = text.length;
  if (end < 2 || end > 45) return false;
  let count = 0;
  let gap = -1;
  let at = 0;
  if (text.charCodeAt(0) === colon) {
    if (text.charCodeAt(1) !== colon) return false;
    gap = 0;
    at = 2;
  }
  while (at < end) {
    if (count === 8) return false;
    const start = at;
    let value = 0;
    let digit = hexDigit(text.charCodeAt(at));
    while (digit >= 0) {
      value = value * 16 + digit;
      at += 1;
      digit = at < end ? hexDigit(text.charCodeAt(at)) : -1;
    }
    if (at < end && text.charCodeAt(at) === dot) {
      const last = count > 6 ? -1 : readIPv4(text, start);
      if (last < 0) return false;
      groups[count] = last / 65_536;
      groups[count + 1] = last;
      count += 2;
      break;
    }
    if (at === start || at - start > 4) return false;
    groups[count] = value;
    count += 1;
    if (at === end) break;
    if (text.charCodeAt(at) !== colon) return false;
    at += 1;
    if (at < end && text.charCodeAt(at) === colon) {
      if (gap >= 0) return false;
      gap = count;
      at += 1;
    } else if (at === end) return false;
  }
  // "::" stands for one group of zeros at least.
  if (gap < 0 ? count !== 8 : count > 7) return false;
  if (gap >= 0) {
    groups.copyWithin(gap + 8 - count, gap, count);
    groups.fill(0, gap, gap + 8 - count);
  }
  for (let word = 0; word < 4; word += 1)
    into[word] = (groups[2 * word] ?? 0) * 65_536 + (groups[2 * word + 1] ?? 0);
  return true;
}

/** The IPv4 address in an IPv4-mapped one (`::ffff:a.b.c.d`, RFC 4291 §2.5.5.2), or -1. */
export function unmapped(words: Uint32Array): number {
  return words[0] === 0 && words[1] === 0 && words[2] === 0xffff ? (words[3] ?? 0) : -1;
}
