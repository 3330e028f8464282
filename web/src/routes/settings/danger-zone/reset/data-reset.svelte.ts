import { preflightDataReset } from '#functions/data-reset/contract.ts';
import { call } from '#lib/api/call.ts';
import { momentsIn } from '#lib/moments.ts';
import { Job } from '#lib/state/job.svelte.ts';
import { Resource } from '#lib/state/resource.svelte.ts';
import { session } from '#lib/state/session.svelte.ts';

/** What a reset of the company's data would mean, and how far one is that has begun. */
export class DataReset {
  readonly #document = new Resource(() => call(preflightDataReset, {}));
  readonly job = new Job();
  preflight = $derived(this.#document.data);
  problem = $derived(this.#document.problem);
  /** Once begun, only its progress matters. */
  begun = $state(false);
  moments = $derived(momentsIn(session.current?.user.timezone ?? null));

  /** Reads what there is; one that runs already is followed instead. */
  async load(): Promise<void> {
    await this.#document.load();
    const [running] = this.preflight?.blockers ?? [];
    if (running !== undefined) this.follow(running.jobId);
  }

  follow(jobId: string): void {
    this.begun = true;
    this.job.follow(jobId);
  }
}
