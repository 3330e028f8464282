import * as v from 'valibot';
import type { TestResult } from './contract.ts';
import type { Outside } from './outside.ts';
import { type Provider, providerSchemas } from './provider-contract.ts';
import { isLiteral, isPublicAddress } from '#functions/shared/public-address.ts';

type Found = TestResult['reason'];

/**
 * Checks stored credentials: their form always, and where the stage allows it what the provider says to them.
 * The hosts are fixed and what goes into their paths has the provider's own form, so nothing that an admin
 * types leads a request elsewhere. A carrier of one's own is never called: only its name is looked up.
 */
export async function checkCredentials(
  provider: Provider,
  plain: string,
  outside: Outside | null,
): Promise<Found> {
  const stored = parseJson(plain);
  switch (provider) {
    case 'twilio': {
      const { output, success } = v.safeParse(providerSchemas.twilio, stored);
      if (!success) return 'unreadable';
      const url = `https://api.twilio.com/2010-04-01/Accounts/${output.accountSid}.json`;
      return ask(outside, url, basic(output.accountSid, output.authToken));
    }
    case 'telnyx': {
      const { output, success } = v.safeParse(providerSchemas.telnyx, stored);
      if (!success) return 'unreadable';
      return ask(outside, 'https://api.telnyx.com/v2/balance', `Bearer ${output.apiKey}`);
    }
    case 'plivo': {
      const { output, success } = v.safeParse(providerSchemas.plivo, stored);
      if (!success) return 'unreadable';
      const url = `https://api.plivo.com/v1/Account/${output.authId}/`;
      return ask(outside, url, basic(output.authId, output.authToken));
    }
    case 'byoc': {
      const { output, success } = v.safeParse(providerSchemas.byoc, stored);
      return success ? lookUp(outside, output.host) : 'unreadable';
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}

async function ask(outside: Outside | null, url: string, authorization: string): Promise<Found> {
  if (outside === null) return 'format-only';
  const status = await outside.statusOf(url, authorization);
  if (status === null) return 'provider-unavailable';
  if (status >= 200 && status < 300) return 'accepted';
  // An account that does not exist is as wrong as a token that does not fit.
  return [401, 403, 404].includes(status) ? 'refused' : 'provider-unavailable';
}

async function lookUp(outside: Outside | null, host: string): Promise<Found> {
  if (outside === null) return 'format-only';
  const addresses = isLiteral(host) ? [host] : await outside.addressesOf(host);
  if (addresses === null) return 'provider-unavailable';
  if (addresses.length === 0) return 'host-unknown';
  return addresses.every(isPublicAddress) ? 'host-found' : 'host-not-public';
}
