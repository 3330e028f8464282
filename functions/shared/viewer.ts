import { isIP } from 'node:net';
import type { Origin } from '#events/envelope.ts';
import { readUserAgent } from './user-agent.ts';

/** The device behind a request, as sessions and the security log tell it. */
export type Viewer = NonNullable<Origin>;

/**
 * The client address from `CloudFront-Viewer-Address`, which is `ip:port` with IPv6 unbracketed; null when
 * it is not one. No other header ever names the address.
 */
export function viewerAddress(header: string | undefined): string | null {
  if (header === undefined) return null;
  const ip = /^(.+):\d{1,5}$/.exec(header)?.[1] ?? '';
  return isIP(ip) === 0 || ip.includes('%') ? null : ip.toLowerCase();
}

/** Reads browser, system and kind of device from a User-Agent header. */
export function describeViewer(ip: string, userAgent = ''): Viewer {
  const { browser, os, device } = readUserAgent(userAgent.slice(0, 512));
  return { ip, browser: browser ?? 'Unknown browser', os: os ?? 'Unknown system', device };
}
