import { connectByoc, connectPlivo, connectTelnyx, connectTwilio } from '#functions/integrations/contract.ts';
import {
  type Credentials,
  type Provider,
  providerSchemas,
} from '#functions/integrations/provider-contract.ts';
import { call } from '#lib/api/call.ts';
import { Form } from '#lib/state/form.svelte.ts';
import { dialogTexts as texts } from './dialog-texts.ts';
import type { IntegrationList } from './integration-list.svelte.ts';

/** What a carrier of one's own most often has: SIP over TLS, at its port. */
const usual: Values = { port: 5061, transport: 'tls' };

/** As typed; a port is a number as soon as it is one. */
type Values = Record<string, string | number>;

/** The form that connects a provider, or replaces its credentials, over the version that the page shows. */
export class ConnectForm {
  readonly form: Form<(typeof providerSchemas)[Provider], Values>;
  readonly #provider: Provider;
  readonly #list: IntegrationList;

  constructor(provider: Provider, list: IntegrationList) {
    this.#provider = provider;
    this.#list = list;
    const schema = providerSchemas[provider];
    const blank = Object.keys(schema.entries).map((field): [string, string | number] => [
      field,
      usual[field] ?? '',
    ]);
    this.form = new Form<typeof schema, Values>(schema, Object.fromEntries(blank), [], {
      'changed-elsewhere': texts.changedElsewhere,
    });
  }

  /** What stands in a field. */
  read(field: string): string {
    return String(this.form.values[field] ?? '');
  }

  /** Takes over what was typed into a field. */
  write(field: string, typed: string): void {
    this.form.values[field] = field === 'port' && /^\d+$/.test(typed) ? Number(typed) : typed;
  }

  /** Sends what was entered; resolves to whether it was stored. */
  async submit(event: SubmitEvent): Promise<boolean> {
    const done = await this.form.submit(event, async (body) => {
      const version = this.#list.find(this.#provider)?.version ?? null;
      const outcome = await send(body, version === null ? null : `"${version}"`);
      // Sent once more, it replaces what stands there now, which the page shows from here on.
      if (!outcome.ok && outcome.problem.current !== null) this.#list.take(outcome.problem.current);
      return outcome;
    });
    if (done === null) return false;
    this.#list.take(done.data);
    return true;
  }
}

/** Each provider has an operation of its own, which its fields tell. */
function send(body: Credentials, ifMatch: string | null) {
  if ('accountSid' in body) return call(connectTwilio, { body, ifMatch });
  if ('apiKey' in body) return call(connectTelnyx, { body, ifMatch });
  if ('authId' in body) return call(connectPlivo, { body, ifMatch });
  return call(connectByoc, { body, ifMatch });
}
