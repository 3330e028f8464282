import { type IntegrationView, listIntegrations, testIntegration } from '#functions/integrations/contract.ts';
import type { Provider } from '#functions/integrations/provider-contract.ts';
import type { OutputOf } from '#functions/shared/contract.ts';
import { call } from '#lib/api/call.ts';
import type { Problem } from '#lib/api/problem.ts';
import { momentsIn } from '#lib/moments.ts';
import { session } from '#lib/state/session.svelte.ts';

/** The company's integrations as its admins see them; for members there is nothing to load. */
export class IntegrationList {
  loaded = $state.raw<OutputOf<typeof listIntegrations> | null>(null);
  problem = $state.raw<Problem | null>(null);
  company = $derived(session.current?.company ?? null);
  isMember = $derived(this.company?.role === 'member');

  async load(): Promise<void> {
    await session.load();
    this.problem = session.problem;
    if (session.current === null || this.isMember) return;
    const outcome = await call(listIntegrations, {});
    if (outcome.ok) this.loaded = outcome.data;
    this.problem = outcome.ok ? null : outcome.problem;
  }

  find(provider: Provider): IntegrationView | undefined {
    return this.loaded?.integrations.find((each) => each.provider === provider);
  }

  /** Takes over what a change answered, or what somebody else's change left. */
  take(view: IntegrationView): void {
    if (this.loaded === null) return;
    const integrations = this.loaded.integrations.map((each) =>
      each.provider === view.provider ? view : each,
    );
    this.loaded = { ...this.loaded, integrations };
  }

  /** Tests a provider's stored credentials; gives why it could not, or null. */
  async test(provider: Provider): Promise<Problem | null> {
    const outcome = await call(testIntegration, { params: { provider } });
    if (outcome.ok) this.take(outcome.data);
    // Somebody else was here: shows what stands now.
    else if (outcome.problem.current !== null) this.take(outcome.problem.current);
    else if (outcome.problem.reason === 'not-found') await this.load();
    return outcome.ok ? null : outcome.problem;
  }
}

/** A moment by the person's own clock. */
export function momentText(iso: string): string {
  return momentsIn(session.current?.user.timezone ?? null).full(iso);
}
