import { getJob } from '#functions/jobs/contract.ts';
import type { OutputOf } from '#functions/shared/contract.ts';
import { call } from '#lib/api/call.ts';
import type { Problem } from '#lib/api/problem.ts';

export type JobView = OutputOf<typeof getJob>;

/** The first question comes soon, since most jobs are short; a long one is asked after every five seconds. */
const firstMilliseconds = 700;
const lastMilliseconds = 5000;

/** Follows a job until it has ended. Where it can't be asked for, it says why and goes on asking. */
export class Job {
  view = $state.raw<JobView | null>(null);
  problem = $state.raw<Problem | null>(null);
  running = $derived(this.view?.status === 'running');
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts questions and changes of mind: an answer that comes after the next one is not taken. */
  #turn = 0;

  /** Begins to follow the job; instead of another one, if there is one. */
  follow(id: string): void {
    this.stop();
    void this.#ask(id, firstMilliseconds);
  }

  /** Takes over what is known of a job, and follows it where it still runs. */
  show(view: JobView | null): void {
    this.stop();
    this.view = view;
    this.problem = null;
    if (view?.status === 'running') this.#later(view.id, firstMilliseconds);
  }

  /** Called when nobody looks any more; the job itself goes on. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }

  #later(id: string, milliseconds: number): void {
    this.#timer = setTimeout(() => void this.#ask(id, milliseconds), milliseconds);
  }

  async #ask(id: string, milliseconds: number): Promise<void> {
    const turn = ++this.#turn;
    const outcome = await call(getJob, { params: { id } });
    if (this.#turn !== turn) return;
    this.problem = outcome.ok ? null : outcome.problem;
    if (outcome.ok) this.view = outcome.data;
    const ended = outcome.ok ? outcome.data.status !== 'running' : outcome.problem.reason === 'not-found';
    if (!ended) this.#later(id, Math.min(lastMilliseconds, milliseconds * 1.5));
  }
}
