import { endOtherSessions, endSession, listSessions } from '#functions/sessions/contract.ts';
import type { OutputOf } from '#functions/shared/contract.ts';
import { call } from '#lib/api/call.ts';
import { problemMessage } from '#lib/messages.ts';
import { Resource } from '#lib/state/resource.svelte.ts';
import { toasts } from '#lib/state/toasts.svelte.ts';
import { sessionTexts as texts } from './session-texts.ts';

export type SessionsDocument = OutputOf<typeof listSessions>;
export type SessionEntry = SessionsDocument['sessions'][number];

/** The sessions as loaded, and ending them. */
export class SessionsPage extends Resource<SessionsDocument> {
  /** Those that are being ended. */
  ending = $state.raw<readonly string[]>([]);

  constructor() {
    super(() => call(listSessions, {}));
  }

  /** Ends one. That it had ended already is what was wanted, too. */
  async end(entry: SessionEntry): Promise<void> {
    if (this.ending.includes(entry.id)) return;
    this.ending = [...this.ending, entry.id];
    const outcome = await call(endSession, { params: { id: entry.id } });
    this.ending = this.ending.filter((id) => id !== entry.id);
    if (!outcome.ok && outcome.problem.reason !== 'not-found') {
      toasts.error(problemMessage(outcome.problem));
      return;
    }
    this.#keep(({ id }) => id !== entry.id);
    toasts.success(texts.ended(texts.on(entry.browser, entry.os)));
  }

  /** Ends all but this one; gives the sentence to show where that failed. */
  async endOthers(): Promise<string | null> {
    const outcome = await call(endOtherSessions, {});
    if (!outcome.ok) return problemMessage(outcome.problem);
    this.#keep(({ current }) => current);
    toasts.success(texts.endedOthers);
    return null;
  }

  #keep(stays: (entry: SessionEntry) => boolean): void {
    if (this.data) this.data = { ...this.data, sessions: this.data.sessions.filter(stays) };
  }
}
