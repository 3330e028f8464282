import type { Provider } from '#functions/integrations/provider-contract.ts';

/** The words of the integrations tab. */
export const integrationsTexts = {
  title: 'Telephony Integration',
  description: 'Configure your telephony settings',
  loadFailed: 'What is connected could not be loaded',
  members: (company: string): string => `Owners and admins of ${company} connect and manage these providers.`,
  secretOnly: 'API key stored',
  since: (time: string): string => `Since ${time}`,
};

export const linkTexts: Record<Provider, string> = {
  twilio: 'Twilio Integration',
  telnyx: 'Telnyx Integration',
  plivo: 'Plivo Integration',
  byoc: 'Custom Telephony',
};

export const uses: Record<Provider, string> = {
  twilio: 'Connect a Twilio account, its SIP trunk and caller number',
  telnyx: 'Connect a Telnyx account, its SIP trunk and caller number',
  plivo: 'Connect a Plivo account, its SIP trunk and caller number',
  byoc: 'Connect a SIP trunk of your own carrier',
};
