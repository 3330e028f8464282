import {
  changeCompanyDefaults,
  getCompanyDefaults,
  type CompanyDefaults,
} from '#functions/notification-preferences/contract.ts';
import { call } from '#lib/api/call.ts';
import type { Problem } from '#lib/api/problem.ts';
import { rememberFocus } from '#lib/focus-back.ts';
import { problemMessage } from '#lib/messages.ts';
import { toasts } from '#lib/state/toasts.svelte.ts';
import { choiceOf, stateOf, type Channel, type CompanyCell } from './cell-choice.ts';
import { defaultsTexts as texts } from './defaults-texts.ts';

interface Change {
  readonly type: string;
  readonly channel: Channel;
  readonly enabled: boolean | null;
  readonly locked: boolean;
}

/** What the company decided for its members. A change is saved at once, and read anew with who made it. */
export class DefaultsPage {
  document = $state.raw<CompanyDefaults | null>(null);
  problem = $state.raw<Problem | null>(null);

  async load(): Promise<void> {
    const outcome = await call(getCompanyDefaults, {});
    this.problem = outcome.ok ? null : outcome.problem;
    if (outcome.ok) this.document = outcome.data;
  }

  cell(type: string, channel: Channel): CompanyCell | undefined {
    return this.document?.types.find(({ id }) => id === type)?.cells[channel];
  }

  /** Changes a cell, and says so with a way back. */
  async change(change: Change, said: string): Promise<void> {
    const before = this.cell(change.type, change.channel);
    const focusBack = rememberFocus();
    if (!(await this.#save(change)) || before === undefined) return;
    const undo = { ...change, ...stateOf(choiceOf(before)) };
    const run = () => {
      focusBack();
      void this.#undo(undo);
    };
    toasts.success(said, { label: texts.undo, run });
  }

  async #undo(change: Change): Promise<void> {
    if (await this.#save(change)) toasts.success(texts.undone);
  }

  async #save(change: Change): Promise<boolean> {
    const outcome = await call(changeCompanyDefaults, { body: { changes: [change] } });
    if (!outcome.ok) toasts.error(problemMessage(outcome.problem));
    else await this.load();
    return outcome.ok;
  }
}
