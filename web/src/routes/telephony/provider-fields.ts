import {
  isProviderField,
  type Provider,
  type ProviderField,
  providerSchemas,
} from '#functions/integrations/provider-contract.ts';
import * as v from 'valibot';

export interface FieldGroup {
  readonly title: 'credentials' | 'trunk' | 'login';
  readonly required: boolean;
  readonly fields: readonly ProviderField[];
}

/** The fields of a provider's form, as its schema has them: what has to be there, then what may be. */
export function fieldsOf(provider: Provider): FieldGroup[] {
  const entries = Object.entries<v.GenericSchema>(providerSchemas[provider].entries);
  const named = (required: boolean) =>
    entries
      .filter(([, schema]) => v.is(schema, undefined) !== required)
      .map(([name]) => name)
      .filter(isProviderField);
  const isOwn = provider === 'byoc';
  return [
    { title: isOwn ? 'trunk' : 'credentials', required: true, fields: named(true) },
    { title: isOwn ? 'login' : 'trunk', required: false, fields: named(false) },
  ];
}
