import type { Problem } from '#lib/api/problem.ts';

/** How reading ended, as `call` tells it. */
type Read<Data> =
  { readonly ok: true; readonly data: Data } | { readonly ok: false; readonly problem: Problem };

/** A document of the API that a part of a page shows: not there yet, there, or why it could not be read. */
export class Resource<Data> {
  data = $state.raw<Data | null>(null);
  /** Why the last reading failed; what was read before stays. */
  problem = $state.raw<Problem | null>(null);
  #turn = 0;
  readonly #read: () => Promise<Read<Data>>;

  constructor(read: () => Promise<Read<Data>>) {
    this.#read = read;
  }

  async load(): Promise<void> {
    const turn = ++this.#turn;
    const outcome = await this.#read();
    // Read once more meanwhile, perhaps for something else.
    if (turn !== this.#turn) return;
    this.problem = outcome.ok ? null : outcome.problem;
    if (outcome.ok) this.data = outcome.data;
  }
}
