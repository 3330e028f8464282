import type { TestProject } from 'vitest/node';

import { startRunningStack } from '#infra/local/tests/running-stack.ts';

/** One running stack for all journeys: each makes people of its own. */
export async function setup(project: TestProject) {
  const stack = await startRunningStack();
  project.provide('stackUrl', stack.url);
  return stack.close;
}

declare module 'vitest' {
  interface ProvidedContext {
    stackUrl: string;
  }
}
