import { preflightDeletion, type DeletionBlocker } from '#functions/deletion/contract.ts';
import { switchCompany } from '#functions/companies/contract.ts';
import type { OutputOf } from '#functions/shared/contract.ts';
import { call } from '#lib/api/call.ts';
import type { Problem } from '#lib/api/problem.ts';
import { momentIn, momentsIn } from '#lib/moments.ts';
import { Resource } from '#lib/state/resource.svelte.ts';
import { session } from '#lib/state/session.svelte.ts';
import { withChosen } from './with-chosen.ts';

export type Preflight = OutputOf<typeof preflightDeletion>;

/** What deleting the account would mean, and what the person has decided of it. */
export class DeletionPlan {
  readonly #document = new Resource(() => call(preflightDeletion, {}));
  preflight = $derived(this.#document.data);
  problem = $derived(this.#document.problem);
  /** Ids of the companies that go with the account although others are in them. */
  chosen = $state<string[]>([]);
  #zone = $derived(session.current?.user.timezone ?? null);
  /** Times in the person's own zone. */
  day = $derived(momentsIn(this.#zone).day);
  moment = $derived((iso: string) => momentIn(iso, this.#zone));

  /** Whether nothing stands in the way any more. */
  settled = $derived(this.preflight?.blockers.every((blocker) => this.#isSettled(blocker)) ?? false);
  #companies = $derived(
    (this.preflight?.blockers ?? []).flatMap((blocker) =>
      blocker.reason === 'last-owner' && this.chosen.includes(blocker.company.id) ? [blocker.company] : [],
    ),
  );
  /** The names of those that are chosen to go. */
  going = $derived(this.#companies.map(({ name }) => name));
  /** What is deleted and kept, as far as it is decided. */
  effect = $derived(this.preflight === null ? null : withChosen(this.preflight, this.#companies));

  async load(): Promise<void> {
    await this.#document.load();
    // What was chosen may have another owner by now.
    const asked = (this.preflight?.blockers ?? []).flatMap((blocker) =>
      blocker.reason === 'last-owner' ? [blocker.company.id] : [],
    );
    this.chosen = this.chosen.filter((id) => asked.includes(id));
  }

  choose(companyId: string, goes: boolean): void {
    const others = this.chosen.filter((id) => id !== companyId);
    this.chosen = goes ? [...others, companyId] : others;
  }

  /** Enters the company whose members' page makes somebody else an owner. */
  async enter(companyId: string): Promise<Problem | null> {
    if (session.current?.company.id === companyId) return null;
    const outcome = await call(switchCompany, { body: { companyId } });
    if (!outcome.ok) return outcome.problem;
    await session.reload();
    return null;
  }

  #isSettled(blocker: DeletionBlocker): boolean {
    return blocker.reason === 'last-owner' && this.chosen.includes(blocker.company.id);
  }
}
