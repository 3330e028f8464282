/** `step-up`: a fresh proof for something sensitive. `sign-in`: the session ended over unsaved work. */
export type ProofKind = 'step-up' | 'sign-in';

/** A request of the page to prove who one is, answered by ProofDialog. */
class Proof {
  asked = $state<ProofKind | null>(null);
  /** Whether two-factor is on, as far as the page has found out: then a code is asked for from the start. */
  withCode = false;
  #waiting: PromiseWithResolvers<boolean> | null = null;

  /** Opens the dialog; whoever asks meanwhile shares the answer. Resolves to whether the proof was given. */
  ask(kind: ProofKind): Promise<boolean> {
    this.#waiting ??= Promise.withResolvers<boolean>();
    this.asked = kind;
    return this.#waiting.promise;
  }

  settle(proven: boolean): void {
    this.#waiting?.resolve(proven);
    this.#waiting = null;
    this.asked = null;
  }
}

export const proof = new Proof();
