import type { GenericSchema, InferOutput } from 'valibot';
import type { Problem } from '#lib/api/problem.ts';
import { erasureTexts as texts } from '#lib/part-texts.ts';
import { Form } from './form.svelte.ts';
import { proof } from './proof.svelte.ts';

interface Values extends Record<string, unknown> {
  confirmation: string;
  password: string;
  code: string | undefined;
}

type Sent<Data> =
  { readonly ok: true; readonly data: Data } | { readonly ok: false; readonly problem: Problem };

/** The proof that an erasure asks for each time: the word, the password, and a code where two-factor is on. */
export class ErasureForm<Schema extends GenericSchema> {
  readonly form: Form<Schema, Values>;

  constructor(schema: Schema, withCode: boolean) {
    const initial: Values = { confirmation: '', password: '', code: withCode ? '' : undefined };
    this.form = new Form(schema, initial, [], {
      'invalid-credentials': { field: 'password', message: texts.wrongPassword },
      'invalid-code': { field: 'code', message: texts.wrongCode },
      'code-used': { field: 'code', message: texts.usedCode },
    });
  }

  /** As `Form.submit`; a code that turns out to be needed gets its field. */
  submit<Data>(
    event: SubmitEvent,
    send: (output: InferOutput<Schema>) => Promise<Sent<Data>>,
  ): Promise<{ readonly data: Data } | null> {
    return this.form.submit(event, async (output) => {
      const outcome = await send(output);
      if (!outcome.ok && outcome.problem.reason === 'second-factor-required') {
        proof.withCode = true;
        this.form.values.code ??= '';
      }
      return outcome;
    });
  }
}
