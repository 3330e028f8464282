import { expect, test, vi } from 'vitest';

import { startDueSweep } from './due-sweep.ts';

function setup(everyMilliseconds?: number) {
  const listeners = new Set<() => void>();
  const clock = {
    onAdvance: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  let runs = 0;
  let fault: Error | undefined;
  const gate: { open: Promise<unknown> } = { open: Promise.resolve() };
  const sweep = async () => {
    await gate.open;
    runs += 1;
    if (fault) throw fault;
  };
  return {
    sweeper: startDueSweep(sweep, clock, everyMilliseconds),
    advance: () => {
      for (const listener of listeners) listener();
    },
    gate,
    runs: () => runs,
    fail: (error: Error | undefined) => {
      fault = error;
    },
  };
}

test('sweeps at the start, after each advance of the clock, and is idle only when that is done', async () => {
  const { sweeper, advance, runs } = setup();
  await sweeper.idle();
  expect(runs()).toBe(1);
  advance();
  await sweeper.idle();
  expect(runs()).toBe(2);
  await sweeper.close();
  advance();
  await sweeper.idle();
  expect(runs()).toBe(2);
});

test('an advance during a run has another run after it', async () => {
  const { sweeper, advance, gate, runs } = setup();
  const opened = Promise.withResolvers<boolean>();
  gate.open = opened.promise;
  advance();
  opened.resolve(true);
  await sweeper.idle();
  expect(runs()).toBe(2);
  await sweeper.close();
});

test('sweeps again and again by itself, also after a failure', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const { sweeper, runs, fail } = setup(5);
  fail(new Error('down'));
  await expect.poll(() => logged.mock.calls.length).toBeGreaterThan(0);
  fail(undefined);
  const before = runs();
  await expect.poll(runs).toBeGreaterThan(before + 2);
  await sweeper.close();
});
