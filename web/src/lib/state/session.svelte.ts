import { getSession } from '#functions/sessions/session-contract.ts';
import type { OutputOf } from '#functions/shared/contract.ts';
import { call } from '#lib/api/call.ts';
import type { Problem } from '#lib/api/problem.ts';
import { pushOwner } from '#lib/push-owner.ts';
import { deletion } from './deletion.svelte.ts';

export type Session = OutputOf<typeof getSession>;

/** Who is signed in. Read once; pages that change what it shows write it here, too. */
class SessionState {
  current = $state.raw<Session | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** Counts how often everything was read anew: what is shown of another company must go. */
  turn = $state(0);
  #loading: Promise<void> | null = null;

  /** Reads the session unless it is known. Without one, leads to the sign-in page. */
  async load(): Promise<void> {
    if (this.current) return;
    this.#loading ??= this.#read().finally(() => (this.#loading = null));
    await this.#loading;
  }

  /** Takes over what a saved profile or photo changed. */
  update(user: Partial<Session['user']>): void {
    if (this.current) this.current = { ...this.current, user: { ...this.current.user, ...user } };
  }

  /** Reads it anew, as after switching companies; pages begin again. */
  async reload(): Promise<void> {
    await this.#read();
    this.turn += 1;
  }

  /** Takes over a new name of the company. */
  renameCompany(name: string): void {
    const { current } = this;
    if (!current) return;
    const { id } = current.company;
    const companies = current.companies.map((each) => (each.id === id ? { ...each, name } : each));
    this.current = { ...current, company: { ...current.company, name }, companies };
  }

  forget(): void {
    this.current = null;
    this.problem = null;
    deletion.pending = false;
  }

  async #read(): Promise<void> {
    const outcome = await call(getSession, {});
    if (outcome.ok) {
      this.current = outcome.data;
      deletion.pending = outcome.data.accountState === 'deletion-pending';
      const owner = pushOwner.get();
      if (owner !== null)
        void import('#lib/push-subscription.ts').then(({ keepPush, dropPush }) =>
          // Somebody else's session may stand elsewhere still: theirs must not be shown to who sits here now.
          owner === outcome.data.user.id ? keepPush(owner) : dropPush(),
        );
    }
    this.problem = outcome.ok ? null : outcome.problem;
  }
}

export const session = new SessionState();
