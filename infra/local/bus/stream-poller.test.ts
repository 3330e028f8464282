import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';

import { startStreamPoller } from './stream-poller.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A poller of a stream that has nothing, and how often it has looked. */
function setup() {
  let looks = 0;
  const poller = startStreamPoller({
    read: () => {
      looks += 1;
      return Promise.resolve([]);
    },
    deliver: () => Promise.resolve(),
  });
  onTestFinished(() => poller.close());
  return { poller, looks: () => looks };
}

it('looks more and more rarely while nothing happens, but every 250 ms', async () => {
  const { looks } = setup();
  const seen: number[] = [];
  for (let second = 0; second < 5; second += 1) {
    const before = looks();
    await vi.advanceTimersByTimeAsync(1000);
    seen.push(looks() - before);
  }
  expect(seen[0]).toBeGreaterThan(4);
  expect(seen.slice(2)).toEqual([4, 4, 4]);
});

it('looks at once when somebody says that there is something', async () => {
  const { poller, looks } = setup();
  await vi.advanceTimersByTimeAsync(5000);
  const before = looks();
  poller.wake();
  await vi.advanceTimersByTimeAsync(0);
  expect(looks()).toBe(before + 1);
});
