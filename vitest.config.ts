import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const seconds = (count: number): number => count * 1000;

/** A process or browser on a machine that others share may be starved for longer than a wait allows: once more, then it counts. */
const onSharedMachine = process.env['CI'] === undefined ? 0 : 1;

/**
 * Four kinds of test. `unit` needs nothing but the local DynamoDB engine, which a test's own setup starts, `site`
 * is the same for the site's own logic, compiled by Svelte; both run on every core. `stack` and `browser` each start the local stack and measure time, so they run after it,
 * one file at a time.
 */
export default defineConfig({
  test: {
    reporters: ['default', './infra/tools/count-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{events,functions,infra}/**/*.test.ts'],
          setupFiles: ['infra/tools/fast-check-seed.ts'],
          exclude: ['infra/local/tests/**'],
          testTimeout: seconds(60),
          hookTimeout: seconds(90),
          retry: onSharedMachine,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        plugins: [svelte({ configFile: false })],
        resolve: { conditions: ['browser'] },
        test: {
          name: 'site',
          include: ['web/*.test.ts', 'web/src/**/*.test.ts'],
          setupFiles: ['infra/tools/fast-check-seed.ts'],
          testTimeout: seconds(20),
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'stack',
          include: ['infra/local/tests/**/*.test.ts'],
          testTimeout: seconds(60),
          hookTimeout: seconds(120),
          retry: onSharedMachine,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['web/tests/**/*.test.ts'],
          globalSetup: ['web/tests/stack.setup.ts'],
          testTimeout: seconds(120),
          hookTimeout: seconds(120),
          retry: onSharedMachine,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
