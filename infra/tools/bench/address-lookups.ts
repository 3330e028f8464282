import ipaddr from 'ipaddr.js';
import { BlockList } from 'node:net';
import { parseCidr } from '#functions/shared/ip/cidr.ts';
import { formatAddress, type IpRange, mergeRanges } from '#functions/shared/ip/ip-range.ts';
import { compileRanges } from '#functions/shared/ip/range-set.ts';
import type { Row } from './table.ts';

const family = { 4: 'ipv4', 6: 'ipv6' } as const;
const milliseconds = 400;

/** The same numbers in every run (xorshift32). */
function numbers(): () => number {
  let state = 20261123;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

function networks(version: 4 | 6, count: number, next: () => number): string[] {
  return Array.from({ length: count }, () =>
    version === 4
      ? `${formatAddress(4, BigInt(next()))}/28`
      : `${formatAddress(6, (0x20010db8n << 96n) | (BigInt(next()) << 64n))}/64`,
  );
}

/** Half of the addresses are in a network, half are anywhere; all are text, as a request brings them. */
function addresses(version: 4 | 6, ranges: readonly IpRange[], next: () => number): string[] {
  return Array.from({ length: 4096 }, (_, index) => {
    const range = ranges[next() % ranges.length];
    if (index % 2 === 0 && range !== undefined)
      return formatAddress(version, range.first + BigInt(next() % 16));
    return version === 4
      ? formatAddress(4, BigInt(next()))
      : formatAddress(6, (0x20010db8n << 96n) | (BigInt(next()) << 64n) | BigInt(next()));
  });
}

/** Lookups a second, after a first round for the compiler. */
function rate(look: (address: string) => boolean, asked: readonly string[]): number {
  let hits = 0;
  const round = (most: number) => {
    for (const address of asked.slice(0, most)) if (look(address)) hits += 1;
  };
  round(256);
  const start = performance.now();
  let [done, spent] = [0, 0];
  // A slow peer looks at few addresses between two looks at the clock.
  const batch = (performance.now() - start) * 16 > milliseconds ? 64 : asked.length;
  while (spent < milliseconds) {
    round(batch);
    done += batch;
    spent = performance.now() - start;
  }
  if (hits === 0) throw new Error('Nothing was found');
  return (done / spent) * 1000;
}

function compare(version: 4 | 6, count: number): Row {
  const next = numbers();
  const texts = networks(version, count, next);
  const ranges = texts.map((text) => {
    const parsed = parseCidr(text);
    if (typeof parsed === 'string') throw new Error(`${text}: ${parsed}`);
    return parsed.range;
  });
  const asked = addresses(version, ranges, next);
  const ours = compileRanges(ranges);
  // Node finds subnets faster than ranges; merged lists are ranges, which need not be subnets.
  const [subnets, blockList] = [new BlockList(), new BlockList()];
  for (const text of texts) {
    const [network = '', prefix = ''] = text.split('/');
    subnets.addSubnet(network, Number(prefix), family[version]);
  }
  for (const { first, last } of mergeRanges(ranges)) {
    blockList.addRange(formatAddress(version, first), formatAddress(version, last), family[version]);
  }
  const parsed = texts.map((text) => ipaddr.parseCIDR(text));
  const us = rate(ours.has, asked);
  const asSubnets = rate((address) => subnets.check(address, family[version]), asked);
  const asRanges = rate((address) => blockList.check(address, family[version]), asked);
  const peer = rate(
    (address) => ipaddr.subnetMatch(ipaddr.process(address), { in: parsed }, '') === 'in',
    asked,
  );
  const figure = (value: number) => Math.round(value).toLocaleString('en');
  const against = (value: number) => `${figure(value)} (${figure(us / value)} x)`;
  return {
    name: `IPv${String(version)}, ${count.toLocaleString('en')} ranges`,
    figures: [figure(us), against(asRanges), against(asSubnets), against(peer)],
  };
}

/** Lookups per second from an address's text to the answer: ours, `net.BlockList`, `ipaddr.js`. */
export function addressLookupRows(): Row[] {
  return ([4, 6] as const).flatMap((version) => [10, 1000, 10_000].map((count) => compare(version, count)));
}
