import {
  changePreferences,
  getPreferences,
  mostChanges,
  type Preferences,
} from '#functions/notification-preferences/contract.ts';
import { call } from '#lib/api/call.ts';
import { rememberFocus } from '#lib/focus-back.ts';
import { problemMessage } from '#lib/messages.ts';
import type { Problem } from '#lib/api/problem.ts';
import { toasts } from '#lib/state/toasts.svelte.ts';
import { tabTexts as texts } from './tab-texts.ts';
import { applyPatch, type Patch, undoOf } from './preferences-patch.ts';

/** What the person is told and how: shown as changed at once, saved behind it, taken back when that fails. */
export class PreferencesPage {
  document = $state.raw<Preferences | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** One request after the other: two changes of one cell must not overtake each other. */
  #queue: Promise<unknown> = Promise.resolve();

  async load(): Promise<void> {
    const outcome = await call(getPreferences, {});
    this.problem = outcome.ok ? null : outcome.problem;
    if (outcome.ok) this.document = outcome.data;
  }

  /** Changes something, and says so with a way back. Resolves to whether it was saved. */
  async change(patch: Patch, said: string): Promise<boolean> {
    const before = this.document;
    if (before === null) return false;
    const undo = undoOf(before, patch);
    const focusBack = rememberFocus();
    const saved = await this.#save(patch, undo);
    if (saved) {
      const run = () => {
        focusBack();
        void this.#undo(undo, patch);
      };
      toasts.success(said, { label: texts.undo, run });
    }
    return saved;
  }

  async #undo(undo: Patch, patch: Patch): Promise<void> {
    if (await this.#save(undo, patch)) toasts.success(texts.undone);
  }

  async #save(patch: Patch, back: Patch): Promise<boolean> {
    this.#apply(patch);
    const sending = this.#queue.then(() => this.#send(patch));
    this.#queue = sending;
    const problem = await sending;
    if (problem === null) return true;
    this.#apply(back);
    toasts.error(problemMessage(problem));
    // What stands behind it has changed: the company locked it, or took the role.
    if (problem.reason === 'locked-by-company' || problem.reason === 'invalid-input') await this.load();
    return false;
  }

  #apply(patch: Patch): void {
    if (this.document !== null) this.document = applyPatch(this.document, patch);
  }

  async #send(patch: Patch): Promise<Problem | null> {
    const { changes = [], ...rest } = patch;
    for (let from = 0; from === 0 || from < changes.length; from += mostChanges) {
      const body = { ...(from === 0 ? rest : {}), changes: changes.slice(from, from + mostChanges) };
      const outcome = await call(changePreferences, { body });
      if (!outcome.ok) return outcome.problem;
    }
    return null;
  }
}
