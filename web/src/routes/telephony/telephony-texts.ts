import type { TestResult } from '#functions/integrations/contract.ts';
import type { Provider, ProviderField } from '#functions/integrations/provider-contract.ts';

/** The words of the telephony page and of the tab that leads to it. */
export const telephonyTexts = {
  title: 'Telephony',
  subtitle: 'Connect the providers that carry your calls',
  back: 'Integrations',
  loadFailed: 'The integrations could not be loaded',
  connected: 'Connected',
  notConnected: 'Not connected',
  connectedOn: (time: string): string => `Connected ${time}`,
  rotatedOn: (time: string): string => `Credentials replaced ${time}`,
  secret: 'Stored, never shown',
  testedOn: (time: string): string => `Tested ${time}`,
  notTested: 'Not tested yet',
  connect: 'Connect',
  rotate: 'Replace credentials',
  test: 'Test',
  testing: 'Testing…',
  disconnect: 'Disconnect',
  formatTests:
    'This installation makes no calls to providers, so a test checks only the form of what is stored.',
  membersTitle: 'For owners and admins',
  members: (company: string): string =>
    `Owners and admins of ${company} connect and manage its telephony providers. Ask one of them if something has to change.`,
};

export const providerNames: Record<Provider, string> = {
  twilio: 'Twilio',
  telnyx: 'Telnyx',
  plivo: 'Plivo',
  byoc: 'Custom SIP',
};

export const providerTexts: Record<Provider, string> = {
  twilio: 'Your Twilio account and its Elastic SIP Trunk',
  telnyx: 'Your Telnyx account and its SIP connection',
  plivo: 'Your Plivo account and its Zentrunk trunk',
  byoc: 'A SIP trunk of your own carrier (BYOC)',
};

const fieldLabels: Record<ProviderField, string> = {
  accountSid: 'Account SID',
  authId: 'Auth ID',
  authToken: 'Auth token',
  apiKey: 'API key',
  sipDomain: 'SIP domain',
  host: 'Host',
  port: 'Port',
  transport: 'Transport',
  sipUsername: 'SIP user name',
  sipPassword: 'SIP password',
  phoneNumber: 'Caller number',
};

/** What a test found, as a sentence. */
export const testTexts: Record<TestResult['reason'], string> = {
  'format-only': 'The form is right. The provider was not asked.',
  accepted: 'The provider accepts the credentials.',
  'host-found': 'The host is found in DNS. No call was made.',
  refused: 'The provider refuses the credentials. Replace them.',
  'provider-unavailable': 'No answer could be had. Try again later.',
  'host-unknown': 'There is no such host in DNS. Check its name.',
  'host-not-public': 'The host leads to a private network. It has to be a public one.',
  unreadable: 'The stored credentials can’t be read any more. Enter them again.',
};

/** What a stored field is called; a name that this site does not know yet stands as it is. */
export function labelOf(field: string): string {
  const known: Partial<Record<string, string>> = fieldLabels;
  return known[field] ?? field;
}
