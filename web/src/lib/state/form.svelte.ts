import { tick } from 'svelte';
import * as v from 'valibot';
import type { GenericSchema, InferOutput } from 'valibot';
import type { Problem } from '#lib/api/problem.ts';
import { fieldMessage, problemMessage, waitMessage } from '#lib/messages.ts';
import { Countdown } from './countdown.svelte.ts';

/** A rule that only the page knows, such as "both passwords are the same". */
export interface PageRule<Values> {
  readonly field: keyof Values & string;
  readonly message: string;
  readonly broken: (values: Values) => boolean;
}

/** What a form says of a refusal: of the whole, or at the field that it is about. */
type Sentence = string | { readonly field: string; readonly message: string };

/** How sending ended, as `call` tells it. */
type Sent<Data> =
  { readonly ok: true; readonly data: Data } | { readonly ok: false; readonly problem: Problem };

/**
 * One form: its values as typed, its errors as sentences. It checks with the schema of the contract that the form
 * calls, first when a field is left, then on each change until it is right, and once more on submitting.
 */
export class Form<Schema extends GenericSchema, Values extends Record<string, unknown>> {
  values: Values;
  errors = $state<Partial<Record<string, string>>>({});
  /** What is wrong with the whole, for FormError. */
  message = $state<string | null>(null);
  busy = $state(false);
  /** Runs while the API wants no further tries. */
  readonly wait = new Countdown();

  readonly #initial: Values;
  readonly #schema: Schema;
  readonly #rules: readonly PageRule<Values>[];
  readonly #sentences: Partial<Record<Problem['reason'], Sentence>>;

  /**
   * @param rules what the schema does not know
   * @param sentences for reasons that this form says in other words than the rest of the site, or at a field
   */
  constructor(
    schema: Schema,
    initial: Values,
    rules: readonly PageRule<Values>[] = [],
    sentences: Partial<Record<Problem['reason'], Sentence>> = {},
  ) {
    this.#schema = schema;
    this.#rules = rules;
    this.#sentences = sentences;
    this.#initial = { ...initial };
    const values = $state(initial);
    this.values = values;
  }

  /** Back to how it began, with nothing wrong. */
  reset(): void {
    Object.assign(this.values, this.#initial);
    this.errors = {};
    this.message = null;
  }

  /** A field was left: says what is wrong with it, unless it was only passed through empty. */
  leave(field: keyof Values & string): void {
    if (this.values[field] === '' && this.errors[field] === undefined) return;
    this.#recheck(field);
  }

  /** A field is being changed: takes the error back as soon as it is right. */
  change(field: keyof Values & string): void {
    if (this.errors[field] !== undefined) this.#recheck(field);
  }

  /** The parsed values, or null, with the errors shown. */
  check(): InferOutput<Schema> | null {
    const { output, errors } = this.#inspect();
    this.errors = errors;
    this.message = null;
    return output;
  }

  /**
   * What a form does on submitting: checks, sends, shows what was refused and where. Resolves to the answer's data
   * wrapped, or null where it did not come so far.
   */
  async submit<Data>(
    event: SubmitEvent,
    send: (output: InferOutput<Schema>) => Promise<Sent<Data>>,
  ): Promise<{ readonly data: Data } | null> {
    event.preventDefault();
    const element = event.currentTarget instanceof HTMLElement ? event.currentTarget : null;
    if (this.busy || this.wait.left > 0) return null;
    const output = this.check();
    if (output !== null) {
      this.busy = true;
      const outcome = await send(output);
      this.busy = false;
      if (outcome.ok) return { data: outcome.data };
      this.refuse(outcome.problem);
    }
    await focusFirstInvalid(element);
    return null;
  }

  /** Shows what the API refused: at the fields it named, or for the whole form. */
  refuse(problem: Problem): void {
    const known = problem.errors.filter(({ path }) => path in this.values);
    const own = this.#sentences[problem.reason];
    this.errors = Object.fromEntries(known.map(({ path, reason }) => [path, fieldMessage(path, reason)]));
    if (problem.reason === 'too-many-attempts' && problem.retryAfterSeconds !== null) {
      this.wait.start(problem.retryAfterSeconds);
      this.message = waitMessage(problem.retryAfterSeconds);
    } else if (typeof own === 'object') {
      this.errors = { ...this.errors, [own.field]: own.message };
      this.message = null;
    } else {
      const allShown = known.length > 0 && known.length === problem.errors.length;
      this.message = allShown ? null : (own ?? problemMessage(problem));
    }
  }

  #recheck(field: string): void {
    const { errors } = this.#inspect();
    this.errors = { ...this.errors, [field]: errors[field] };
  }

  #inspect(): { output: InferOutput<Schema> | null; errors: Partial<Record<string, string>> } {
    const result = v.safeParse(this.#schema, this.values);
    const errors: Partial<Record<string, string>> = {};
    for (const issue of result.issues ?? []) {
      const path = v.getDotPath(issue) ?? '';
      errors[path] ??= fieldMessage(path, issue.message);
    }
    for (const { field, message, broken } of this.#rules) if (broken(this.values)) errors[field] ??= message;
    const right = result.success && Object.keys(errors).length === 0;
    return { output: right ? result.output : null, errors };
  }
}

/** Moves the focus to the first invalid control, once the page shows which ones are. */
export async function focusFirstInvalid(form: HTMLElement | null): Promise<void> {
  await tick();
  form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}
