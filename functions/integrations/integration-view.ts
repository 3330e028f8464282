import { type IntegrationView, noVersion } from './contract.ts';
import type { Integration } from './integration-item.ts';
import { fieldKinds, type Provider, type ProviderField } from './provider-contract.ts';

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

function isField(name: string): name is ProviderField {
  return Object.hasOwn(fieldKinds, name);
}

/** What may be seen of credentials, by their fields; fields that are not set are left out. */
export function maskFields(
  credentials: Readonly<Record<string, string | number | null>>,
): Record<string, string | null> {
  const masked: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(credentials)) {
    if (value !== null && isField(name)) masked[name] = shown(name, String(value));
  }
  return masked;
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
  const { version, fields, connectedAt, rotatedAt, lastTest } = integration;
  return { provider, connected: true, version, fields, connectedAt, rotatedAt, lastTest };
}
