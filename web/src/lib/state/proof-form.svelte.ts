import { stepUp } from '#functions/sessions/contract.ts';
import { secondFactor, signIn } from '#functions/sign-in/contract.ts';
import { call } from '#lib/api/call.ts';
import type { Problem } from '#lib/api/problem.ts';
import { methodOf } from '#lib/one-time-code.ts';
import { proofTexts } from '#lib/part-texts.ts';
import { Form } from './form.svelte.ts';
import { proof } from './proof.svelte.ts';

interface Proof {
  readonly password: string;
  readonly code?: string | undefined;
}

type Answer =
  | { readonly ok: true; readonly data: 'proven' | 'code-needed' }
  | { readonly ok: false; readonly problem: Problem };

const proven = { ok: true, data: 'proven' } as const;
const codeNeeded = { ok: true, data: 'code-needed' } as const;

/**
 * Proving who one is, for ProofDialog: the password, and a code as soon as it turns out that two-factor is on, which
 * the page remembers for the next time.
 */
export class ProofForm {
  readonly form = new Form<typeof stepUp.body, { password: string; code: string | undefined }>(
    stepUp.body,
    { password: '', code: proof.withCode && proof.asked === 'step-up' ? '' : undefined },
    [],
    {
      'invalid-credentials': { field: 'password', message: proofTexts.wrong },
      'invalid-code': { field: 'code', message: proofTexts.wrongCode },
      'code-used': { field: 'code', message: proofTexts.usedCode },
    },
  );
  /** What the password was answered with, where signing in anew. */
  #challenge: string | null = null;

  /** @returns whether it is proven */
  async submit(event: SubmitEvent, email: string): Promise<boolean> {
    const { values } = this.form;
    const done = await this.form.submit(event, (body) =>
      proof.asked === 'sign-in' ? this.#signIn(email, body) : this.#stepUp(body),
    );
    if (done?.data === 'code-needed') {
      proof.withCode = true;
      values.code ??= '';
    }
    return done?.data === 'proven';
  }

  async #stepUp(body: Proof): Promise<Answer> {
    const outcome = await call(stepUp, { body }, { onUnauthorized: 'return' });
    if (outcome.ok) return proven;
    return outcome.problem.reason === 'second-factor-required' ? codeNeeded : outcome;
  }

  async #signIn(email: string, { password, code }: Proof): Promise<Answer> {
    const held = this.#challenge;
    if (held !== null && code !== undefined) {
      const answer = await this.#answer(held, code);
      if (answer.ok || answer.problem.reason !== 'challenge-expired') return answer;
    }
    const outcome = await call(signIn, { body: { email, password } });
    if (!outcome.ok) return outcome;
    if (outcome.data.status === 'signed-in') return proven;
    this.#challenge = outcome.data.challenge;
    return code === undefined ? codeNeeded : this.#answer(outcome.data.challenge, code);
  }

  async #answer(challenge: string, code: string): Promise<Answer> {
    const outcome = await call(secondFactor, { body: { challenge, method: methodOf(code), code } });
    return outcome.ok ? proven : outcome;
  }
}
