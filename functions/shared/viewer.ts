import { isIP } from 'node:net';
import Bowser from 'bowser';
import type { Origin } from '#events/envelope.ts';

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

const devices: Record<string, Viewer['device']> = { desktop: 'desktop', mobile: 'mobile', tablet: 'tablet' };

/** A name that the parser found, or what stands for none; it answers an empty one, too. */
function named(found: string | undefined, otherwise: string): string {
  return found === undefined || found === '' ? otherwise : found;
}

/** Reads browser, system and kind of device from a User-Agent header. */
export function describeViewer(ip: string, userAgent: string | undefined): Viewer {
  if (userAgent === undefined || userAgent === '') {
    return { ip, browser: 'Unknown browser', os: 'Unknown system', device: 'other' };
  }
  const parsed = Bowser.parse(userAgent.slice(0, 512));
  return {
    ip,
    browser: [named(parsed.browser.name, 'Unknown browser'), (parsed.browser.version ?? '').split('.')[0]]
      .join(' ')
      .trim(),
    os: named(parsed.os.name, 'Unknown system'),
    device: devices[parsed.platform.type ?? ''] ?? 'other',
  };
}
