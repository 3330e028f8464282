import { globSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const seconds = (count: number): number => count * 1000;

/** A process or browser on a machine that others share may be starved for longer than a wait allows: once more, then it counts. */
const onSharedMachine = process.env['CI'] === undefined ? 0 : 1;

/** The runner by itself leaves one core free: of two it would use one. */
const everyCore = availableParallelism();

/** Waits look again and again: one that comes about ends at once, and one on a starved machine takes its time. */
const patience = { poll: { timeout: seconds(30) } };

const units = '{events,functions,infra}/**/*.test.ts';
/** Tests of the running stack, and the suite that `npm run test:deploy` runs. */
const elsewhere = ['infra/local/tests/**', 'infra/deploy/**'];

/** Tests that change what a whole process shares: a class of the SDK, the environment, the time. */
const patches = /\b(?:mockClient|process\.env|vi\.(?:stubEnv|useFakeTimers|resetModules|spyOn))\b/;
const patching = globSync(units).filter((file) => patches.test(readFileSync(file, 'utf8')));

const unit = {
  setupFiles: ['infra/tools/fast-check-seed.ts', 'functions/testing/test-engine.setup.ts'],
  expect: patience,
  testTimeout: seconds(60),
  hookTimeout: seconds(90),
  retry: onSharedMachine,
  maxWorkers: everyCore,
  sequence: { groupOrder: 0 },
};

/**
 * Four kinds of test. `unit` needs nothing but the local DynamoDB engine, which a test's own setup starts, `site`
 * is the same for the site's own logic, compiled by Svelte. `stack` starts the local stack, and `browser` browsers, too:
 * they run after the others, two files at a time.
 *
 * Files of `unit` share a process, which loads the AWS SDK once instead of for each of them: that is more than half
 * of their time. Those that change what a process shares are `unit-alone`.
 */
export default defineConfig({
  test: {
    reporters: ['default', './infra/tools/count-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          ...unit,
          name: 'unit',
          include: [units],
          exclude: [...elsewhere, ...patching],
          isolate: false,
        },
      },
      {
        extends: true,
        test: { ...unit, name: 'unit-alone', include: patching, exclude: elsewhere },
      },
      {
        extends: true,
        plugins: [svelte({ configFile: false })],
        resolve: { conditions: ['browser'] },
        test: {
          name: 'site',
          include: ['web/*.test.ts', 'web/src/**/*.test.ts'],
          setupFiles: ['infra/tools/fast-check-seed.ts'],
          expect: patience,
          testTimeout: seconds(20),
          maxWorkers: everyCore,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'stack',
          include: ['infra/local/tests/**/*.test.ts'],
          expect: patience,
          testTimeout: seconds(60),
          hookTimeout: seconds(120),
          retry: onSharedMachine,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['web/tests/**/*.test.ts'],
          globalSetup: ['web/tests/stack.setup.ts'],
          expect: patience,
          testTimeout: seconds(120),
          hookTimeout: seconds(120),
          retry: onSharedMachine,
          // A file that moves the clock has a stack of its own.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
