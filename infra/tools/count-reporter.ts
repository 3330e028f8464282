import type { Reporter, TestModule, SerializedError } from 'vitest/node';

/**
 * Ends a run with one plain line, `N passed, N failed`, for whatever reads the log. A file that could not be
 * loaded and an error outside any test count as one failure each.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    for (const module of modules) {
      let failedInModule = module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        if (state === 'failed') failedInModule += 1;
      }
      // A failing hook fails its suite and leaves the tests in it unrun.
      for (const suite of module.children.allSuites()) failedInModule += suite.errors().length;
      failed += failedInModule;
    }
    process.stdout.write(`${String(passed)} passed, ${String(failed)} failed\n`);
  }
}
