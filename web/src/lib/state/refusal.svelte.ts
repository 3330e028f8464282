import type { Problem } from '#lib/api/problem.ts';

/** The last request that was refused for its network address, until the page has explained it (Refused.svelte). */
class Refusal {
  current = $state.raw<Problem | null>(null);
}

export const refusal = new Refusal();
