import { cancelDeletion, getDeletion } from '#functions/deletion/contract.ts';
import { call } from '#lib/api/call.ts';
import { problemMessage } from '#lib/messages.ts';
import { Resource } from '#lib/state/resource.svelte.ts';
import { session } from '#lib/state/session.svelte.ts';
import { toasts } from '#lib/state/toasts.svelte.ts';
import { pendingTexts as texts } from './pending-texts.ts';

/** The deletion that the account waits for, and the way to call it off. */
export class PendingDeletion {
  readonly #document = new Resource(() => call(getDeletion, {}));
  busy = $state(false);
  purgeAt = $derived(this.#document.data?.pending?.purgeAt ?? null);
  problem = $derived(this.#document.problem);

  /** Reads it; where somebody kept the account meanwhile, the settings are open again. */
  async load(): Promise<void> {
    await this.#document.load();
    if (this.#document.data?.pending === null) await session.reload();
  }

  async keep(): Promise<void> {
    this.busy = true;
    const outcome = await call(cancelDeletion, {});
    if (outcome.ok) {
      await session.reload();
      toasts.success(texts.kept);
      // The button that was pressed is gone.
      document.querySelector<HTMLElement>('#content')?.focus();
    } else {
      toasts.error(problemMessage(outcome.problem));
      await this.load();
    }
    this.busy = false;
  }
}
