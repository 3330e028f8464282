import { downloadExport, getExport, requestExport } from '#functions/export/contract.ts';
import { call } from '#lib/api/call.ts';
import { problemMessage } from '#lib/messages.ts';
import { Job } from '#lib/state/job.svelte.ts';
import { Resource } from '#lib/state/resource.svelte.ts';
import { toasts } from '#lib/state/toasts.svelte.ts';
import { exportTexts as texts } from './export-texts.ts';

/** The person's newest export: read, started, followed, downloaded. */
export class ExportJob {
  readonly #newest = new Resource(() => call(getExport, {}));
  readonly #job = new Job();
  busy = $state(false);
  loaded = $derived(this.#newest.data !== null);
  problem = $derived(this.#newest.problem);
  view = $derived(this.#job.view);
  /** The one that the API refused to give away any more, whatever the clock of this browser says. */
  #refused = $state<string | null>(null);
  archive = $derived(this.view?.status === 'completed' ? this.view.archive : undefined);
  /** Looked at when something changes; whoever is late is told by the API. */
  expired = $derived(
    this.archive !== undefined &&
      (this.#refused === this.view?.id || Date.parse(this.archive.expiresAt) <= Date.now()),
  );
  /** What keeps a running one from being followed. */
  trouble = $derived(this.#job.problem);

  async load(): Promise<void> {
    await this.#newest.load();
    if (this.#newest.data !== null) this.#job.show(this.#newest.data.export);
  }

  /** Nobody looks any more. */
  leave(): void {
    this.#job.stop();
  }

  async start(): Promise<void> {
    this.busy = true;
    const outcome = await call(requestExport, {});
    if (outcome.ok) await this.load();
    else toasts.error(problemMessage(outcome.problem));
    this.busy = false;
  }

  /** Opens the finished file, whose address is made for this once; the dialog for a fresh proof comes by itself. */
  async download(): Promise<void> {
    if (this.view === null) return;
    this.busy = true;
    const outcome = await call(downloadExport, { params: { id: this.view.id } });
    this.busy = false;
    if (outcome.ok) {
      // The answer is a file to keep, so this page stays.
      location.assign(outcome.data.url);
      toasts.success(texts.downloaded);
      return;
    }
    if (outcome.problem.reason === 'step-up-required') return;
    if (outcome.problem.reason === 'export-expired') this.#refused = this.view.id;
    toasts.error(problemMessage(outcome.problem));
    await this.load();
  }
}
