import { type IntegrationView, noVersion } from './contract.ts';
import type { Integration } from './integration-item.ts';
import { fieldKinds, isProviderField, type Provider, type ProviderField } from './provider-contract.ts';

/** Ids shorter than this would show half of themselves by their last four characters. */
const shortestShown = 8;

/** What admins may see of a value: nothing of a secret, the last four characters of an id, a setting whole. */
function shown(field: ProviderField, value: string): string | null {
  switch (fieldKinds[field]) {
    case 'secret':
      return null;
    case 'id':
      return value.length >= shortestShown ? `••••${value.slice(-4)}` : '••••';
    case 'setting':
      return value;
  }
}

/** What may be seen of credentials, by their fields; fields that are not set are left out. */
export function maskFields(
  credentials: Readonly<Record<string, string | number | null>>,
): Record<string, string | null> {
  const masked: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(credentials)) {
    if (value !== null && isProviderField(name)) masked[name] = shown(name, String(value));
  }
  return masked;
}

/** The table keeps no order of fields: they are shown in that of the schemas. */
function inOrder(fields: IntegrationView['fields']): IntegrationView['fields'] {
  const order = Object.keys(fieldKinds);
  const known = Object.entries(fields).sort(([one], [other]) => order.indexOf(one) - order.indexOf(other));
  return Object.fromEntries(known);
}

/** A provider as the company's admins see it; null stands for one that isn't connected. */
export function viewOf(provider: Provider, integration: Integration | null): IntegrationView {
  if (integration === null) {
    return {
      provider,
      connected: false,
      version: noVersion,
      fields: {},
      connectedAt: null,
      rotatedAt: null,
      lastTest: null,
    };
  }
  const { version, connectedAt, rotatedAt, lastTest } = integration;
  const fields = inOrder(integration.fields);
  return { provider, connected: true, version, fields, connectedAt, rotatedAt, lastTest };
}
