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

/** The links to the providers, in their order. */
export const linkTexts: readonly { provider: Provider; text: string; use: string }[] = [
  {
    provider: 'twilio',
    text: 'Twilio Integration',
    use: 'Connect a Twilio account, its SIP trunk and caller number',
  },
  {
    provider: 'telnyx',
    text: 'Telnyx Integration',
    use: 'Connect a Telnyx account, its SIP trunk and caller number',
  },
  {
    provider: 'plivo',
    text: 'Plivo Integration',
    use: 'Connect a Plivo account, its SIP trunk and caller number',
  },
  { provider: 'byoc', text: 'Custom Telephony', use: 'Connect a SIP trunk of your own carrier' },
];
