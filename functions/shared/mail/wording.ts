import type { Envelope } from '#events/envelope.ts';
import { after } from '../clock.ts';
import { isTimezone } from '../fields.ts';
import type { Block, Fact } from './mail-description.ts';

function zoneOf(timezone: string | null): string {
  return timezone !== null && isTimezone(timezone) ? timezone : 'UTC';
}

/** A moment in the person's zone, in UTC when no zone is known: `12 May 2026 at 14:03 CEST`. */
export function formatMoment(moment: Date, timezone: string | null): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zoneOf(timezone),
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(moment);
}

/** When something that began with the event ends, in the person's zone. */
export function momentAfter(
  event: Pick<Envelope, 'occurredAt'>,
  milliseconds: number,
  timezone: string | null,
): string {
  return formatMoment(after(new Date(event.occurredAt), milliseconds), timezone);
}

/**
 * `Hello Ada,`. A name that mail programs would turn into a link (`visit evil.com`) is left out: whoever signs
 * up with somebody else's address chooses the name in a mail that we vouch for.
 */
export function greeting(name: string): string {
  return isTelling(name) ? `Hello ${name},` : 'Hello,';
}

function isTelling(name: string): boolean {
  const wouldBeLinked = /\.\p{L}{2,}|:\/\//u.test(name);
  return name.trim() !== '' && !wouldBeLinked;
}

/** `“Acme”`, cut when long; a name that would be a link, which anybody can give a company, is not said. */
export function companyWords(name: string): string {
  const short = [...name].slice(0, 80).join('');
  return isTelling(name) ? `“${short === name ? name : `${short}…`}”` : 'a company';
}

/** The name of somebody else than the reader, by the same rule. */
export function personWords(name: string): string {
  return isTelling(name) ? name : 'one of its admins';
}

/** The greeting of somebody who may be a stranger to the account. */
export const impersonalGreeting = 'Hello,';

/** Why somebody gets a notice that preferences don't govern. */
export function securityNotice(productName: string): string {
  return `You get this notice because it concerns the security of your ${productName} account. It cannot be turned off.`;
}

/**
 * When and from where an event came. `discreet` leaves out the network address, for a receiver who has not
 * proven to be the person that acted.
 */
export function factsOf(
  event: Pick<Envelope, 'occurredAt' | 'origin'>,
  timezone: string | null,
  detail: 'full' | 'discreet' = 'full',
): Block {
  const zone = zoneOf(timezone);
  const moment = formatMoment(new Date(event.occurredAt), zone);
  const facts: Fact[] = [{ label: 'When', value: zone === 'UTC' ? moment : `${moment} (${zone})` }];
  if (event.origin !== null) {
    const { browser, os, ip } = event.origin;
    facts.push({ label: 'Device', value: `${browser} on ${os}` });
    if (detail === 'full') facts.push({ label: 'IP address', value: ip });
  }
  return { kind: 'facts', facts };
}
