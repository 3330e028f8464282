import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { BlockList, isIPv4 } from 'node:net';
import { expect, test } from 'vitest';

import { type Cidr, parseCidr } from './cidr.ts';
import { bitsOf, formatAddress, formatRange, type IpRange, mergeRanges, parseAddress } from './ip-range.ts';
import { compileRanges } from './range-set.ts';

const cidr = (text: string): Cidr => {
  const parsed = parseCidr(text);
  if (typeof parsed === 'string') throw new Error(`${text}: ${parsed}`);
  return parsed;
};

/** A network as text, with host bits left in, and addresses in it, at its ends, and anywhere. */
const networks = fc.constantFrom(4 as const, 6 as const).chain((family) => {
  const most = (1n << BigInt(bitsOf[family])) - 1n;
  return fc.record({
    family: fc.constant(family),
    // Few leading bits vary, so that networks overlap and addresses hit.
    value: fc.oneof(
      fc.bigInt({ min: 0n, max: most }),
      fc.bigInt({ min: 0n, max: 255n }).map((low) => (family === 4 ? 0x0a000000n : 0x20010db8n << 96n) + low),
    ),
    prefix: fc.integer({ min: 1, max: bitsOf[family] }),
    anywhere: fc.bigInt({ min: 0n, max: most }),
  });
});

/** An IPv6 network so wide that it holds `::ffff:0:0/96`: net.BlockList takes it for all of IPv4, too; we don't. */
const holdsMapped = ({ family, value, prefix }: { family: 4 | 6; value: bigint; prefix: number }) =>
  family === 6 && value >> BigInt(128 - prefix) === 0xffff_0000_0000n >> BigInt(128 - prefix);

const lists = fc.array(
  networks.filter((network) => !holdsMapped(network)),
  { minLength: 1, maxLength: 12 },
);

/** `::ffff:0:0/96` is IPv4 to us and to ipaddr.js's `process`; a wider IPv6 network holds no IPv4. */
function ipaddrHas(parsed: [ipaddr.IPv4 | ipaddr.IPv6, number][], address: string): boolean {
  const one = ipaddr.process(address);
  return parsed.some(([network, prefix]) => network.kind() === one.kind() && one.match(network, prefix));
}

test('parse and match agree with net.BlockList and ipaddr.js on 100,000 addresses and lists of both families', () => {
  let compared = 0;
  fc.assert(
    fc.property(lists, (list) => {
      const texts = list.map(({ family, value, prefix }) => `${formatAddress(family, value)}/${prefix}`);
      const parsed = texts.map((text) => cidr(text));
      const ours = compileRanges(parsed.map(({ range }) => range));
      const blockList = new BlockList();
      const peers: [ipaddr.IPv4 | ipaddr.IPv6, number][] = [];
      for (const [index, text] of texts.entries()) {
        const [address = '', prefix = ''] = text.split('/');
        blockList.addSubnet(address, Number(prefix), isIPv4(address) ? 'ipv4' : 'ipv6');
        peers.push(ipaddr.parseCIDR(text));
        // The canonical form means the same to a peer.
        const canonical = parsed[index]!.text;
        if (canonical.includes('/')) {
          const [network, size] = ipaddr.parseCIDR(canonical);
          expect([network.toString(), size]).toEqual([
            (isIPv4(address) ? ipaddr.IPv4 : ipaddr.IPv6).networkAddressFromCIDR(text).toString(),
            Number(prefix),
          ]);
        }
      }
      const addresses = list.flatMap(({ family, value, anywhere }, index) => {
        const { first, last } = parsed[index]!.range;
        const around = [first, last, first - 1n, last + 1n, value, anywhere];
        const inside = around.filter((one) => one >= 0n && one < 1n << BigInt(bitsOf[family]));
        return inside.map((one) => formatAddress(family, one));
      });
      for (const address of addresses) {
        compared += 1;
        const has = ours.has(address);
        if (
          has !== blockList.check(address, isIPv4(address) ? 'ipv4' : 'ipv6') ||
          has !== ipaddrHas(peers, address)
        )
          throw new Error(`${address} in ${texts.join(', ')}: we say ${has}`);
      }
    }),
    { numRuns: 3000 },
  );
  expect(compared).toBeGreaterThan(100_000);
});

/** ipaddr.js takes `::1.2.3.4`, the long deprecated "compatible" form, for a mapped address; RFC 4291 does not. */
const compatible = (text: string) => /^::\d+\./.test(text);

test('reads what ipaddr.js reads as an address, and writes it the same', () => {
  const anyAddress = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.ipV4().map((one) => `::ffff:${one}`),
  );
  fc.assert(
    fc.property(
      anyAddress.filter((text) => !compatible(text)),
      (text) => {
        const ours = parseAddress(text);
        const canonical = ours === null ? null : formatAddress(ours.family, ours.value);
        const theirs = ipaddr.process(text);
        expect(canonical).toBe(theirs instanceof ipaddr.IPv6 ? theirs.toRFC5952String() : theirs.toString());
      },
    ),
    { numRuns: 5000 },
  );
});

test('garbage is no address, to nobody', () => {
  const near = fc.stringMatching(/^[0-9a-f:.]{1,24}$/);
  fc.assert(
    fc.property(fc.oneof(near, fc.string()), (text) => {
      const strict = ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
      const zone = text.includes('%');
      // Old forms that only ipaddr.js reads: `::1.2.3.4` parts with leading zeros.
      const zeros = /(^|[.:])0\d+\./.test(text) || /\.0\d/.test(text);
      if (!zone && !zeros && !compatible(text))
        expect([text, parseAddress(text) !== null]).toEqual([text, strict]);
      if (parseAddress(text) === null) expect(compileRanges([cidr('0.0.0.0/1').range]).has(text)).toBe(false);
    }),
    { numRuns: 20_000 },
  );
});

test('merged ranges hold the same addresses, lie apart and are in order', () => {
  fc.assert(
    fc.property(lists, (list) => {
      const ranges = list.map(
        ({ family, value, prefix }) => cidr(`${formatAddress(family, value)}/${prefix}`).range,
      );
      const merged = mergeRanges(ranges);
      for (const [index, range] of merged.entries()) {
        const next = merged[index + 1];
        if (next?.family === range.family) expect(next.first > range.last + 1n).toBe(true);
        const parts = ranges.filter((part) => part.family === range.family && part.first >= range.first);
        expect(parts.some(({ first }) => first === range.first)).toBe(true);
      }
      const within = (set: readonly IpRange[], one: IpRange) =>
        set.some((r) => r.family === one.family && r.first <= one.first && one.last <= r.last);
      for (const range of ranges) expect(within(merged, range)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('ranges are shown as networks where they are some', () => {
  const shown = (...texts: string[]) => mergeRanges(texts.map((text) => cidr(text).range)).map(formatRange);
  expect(shown('10.0.0.128/25', '10.0.0.0/25')).toEqual(['10.0.0.0/24']);
  expect(shown('10.0.0.0/24', '10.0.1.0/25')).toEqual(['10.0.0.0 – 10.0.1.127']);
  expect(shown('192.0.2.1', '192.0.2.0/24', '2001:db8::/32', '2001:db8:1::/48')).toEqual([
    '192.0.2.0/24',
    '2001:db8::/32',
  ]);
});

test('an empty set has nobody', () => {
  expect(compileRanges([]).has('192.0.2.1')).toBe(false);
  expect(compileRanges([]).has('::1')).toBe(false);
});
