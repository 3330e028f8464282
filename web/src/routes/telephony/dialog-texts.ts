import type { Provider, ProviderField } from '#functions/integrations/provider-contract.ts';

/** The words of the dialogs, which are fetched when they are used. */
export const dialogTexts = {
  connectTitle: (name: string): string => `Connect ${name}`,
  rotateTitle: (name: string): string => `Replace the credentials of ${name}`,
  connectText: 'Secrets are encrypted and never shown again, to nobody.',
  rotateText: 'Enter everything anew: what is stored now is replaced as a whole and kept nowhere.',
  credentials: 'Credentials',
  trunk: 'SIP trunk',
  login: 'Login',
  connect: 'Connect',
  connecting: 'Connecting…',
  rotate: 'Replace',
  rotating: 'Replacing…',
  show: (label: string): string => `Show ${label}`,
  connected: (name: string): string => `${name} is connected`,
  rotated: (name: string): string => `The credentials of ${name} are replaced`,
  changedElsewhere:
    'Somebody changed this integration meanwhile. Send once more to replace what stands there now.',
  disconnectTitle: (name: string): string => `Disconnect ${name}?`,
  disconnectText: (name: string): string =>
    `Calls over ${name} stop working. Its stored credentials are deleted at once; to connect it again you have to enter them again.`,
  disconnect: 'Disconnect',
  disconnecting: 'Disconnecting…',
  disconnected: (name: string): string => `${name} is disconnected`,
  transports: [
    { transport: 'tls', text: 'TLS (encrypted)' },
    { transport: 'tcp', text: 'TCP' },
    { transport: 'udp', text: 'UDP' },
  ],
};

interface FieldText {
  readonly hint?: string;
  readonly placeholder?: string;
  /** What is said where the form of it is wrong. */
  readonly wrong: string;
}

/** Hints and errors of fields, as far as all providers share them. */
const common = {
  sipUsername: { wrong: 'Use visible ASCII characters without spaces, at most 128' },
  sipPassword: { wrong: 'Use visible ASCII characters without spaces, at most 128' },
  phoneNumber: {
    hint: 'What outbound calls show, with the country code',
    placeholder: '+12025550123',
    wrong: 'Write + and the number with its country code, digits only',
  },
};

/** Hints and errors of each provider's own fields. */
const own: Record<Provider, Partial<Record<ProviderField, FieldText>>> = {
  twilio: {
    accountSid: {
      hint: 'On the first page of the Twilio Console',
      placeholder: 'AC…',
      wrong: 'An Account SID is AC and 32 characters 0–9 and a–f',
    },
    authToken: { wrong: 'An auth token has 32 characters 0–9 and a–f' },
    sipDomain: {
      hint: 'The termination URI of your trunk',
      placeholder: 'acme.pstn.twilio.com',
      wrong: 'A termination URI ends in .pstn.twilio.com',
    },
  },
  telnyx: {
    apiKey: {
      hint: 'In the portal under API Keys; shown there only once',
      wrong: 'An API key begins with KEY and is copied whole',
    },
    sipDomain: {
      hint: 'The SIP proxy of your region',
      placeholder: 'sip.telnyx.com',
      wrong: 'Use sip.telnyx.com, sip.telnyx.eu, sip.telnyx.ca or sip.telnyx.com.au',
    },
  },
  plivo: {
    authId: {
      hint: 'On the overview page of the Plivo console',
      placeholder: 'MAXXXXXXXXXXXXXXXXXX',
      wrong: 'An Auth ID is MA or SA and 18 capital letters or digits',
    },
    authToken: { wrong: 'An auth token has 40 characters' },
    sipDomain: {
      hint: 'The termination domain of your trunk',
      placeholder: '21784177241578.zt.plivo.com',
      wrong: 'A termination domain is a number and .zt.plivo.com',
    },
  },
  byoc: {
    host: {
      hint: 'A public host name or IPv4 address',
      placeholder: 'sip.example.com',
      wrong: 'Write a public host name or IPv4 address, without sip: or a port',
    },
    port: { wrong: 'A port is a whole number from 1 to 65535' },
    transport: { wrong: 'Choose one of the transports' },
  },
};

/** What is said about a field of a provider. */
export function fieldText(provider: Provider, field: ProviderField): FieldText {
  const shared: Partial<Record<ProviderField, FieldText>> = common;
  return own[provider][field] ?? shared[field] ?? { wrong: 'Invalid value' };
}
