import { defineConfig } from 'vitest/config';

const minutes = (count: number): number => count * 60_000;

/** The deploy suite, which `npm run test:deploy` runs: one stage, deployed once, so one file after the other. */
export default defineConfig({
  test: {
    reporters: ['default', './infra/tools/count-reporter.ts'],
    include: ['infra/deploy/**/*.test.ts'],
    testTimeout: minutes(2),
    hookTimeout: minutes(8),
    fileParallelism: false,
  },
});
