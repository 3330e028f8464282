import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startPolling, waitAfter, waits } from './polling.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setup() {
  const page = { hidden: false, online: true, answers: true, asked: 0 };
  const polling = startPolling({
    ask: () => {
      page.asked += 1;
      return Promise.resolve(page.answers);
    },
    hidden: () => page.hidden,
    online: () => page.online,
  });
  return { page, polling };
}

test('asks every twenty seconds while somebody looks', async () => {
  const { page, polling } = setup();
  await vi.advanceTimersByTimeAsync(3 * waits.shown);
  expect(page.asked).toBe(3);
  polling.stop();
  await vi.advanceTimersByTimeAsync(3 * waits.shown);
  expect(page.asked).toBe(3);
});

test('asks seldom in a hidden tab, and at once when it is shown', async () => {
  const { page, polling } = setup();
  page.hidden = true;
  polling.look();
  await vi.advanceTimersByTimeAsync(waits.hidden - 1);
  expect(page.asked).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(page.asked).toBe(1);
  page.hidden = false;
  polling.look();
  await vi.advanceTimersByTimeAsync(0);
  expect(page.asked).toBe(2);
  polling.stop();
});

test('asks nothing without a network, and at once when it is back', async () => {
  const { page, polling } = setup();
  page.online = false;
  await vi.advanceTimersByTimeAsync(10 * waits.shown);
  expect(page.asked).toBe(0);
  page.online = true;
  polling.look();
  await vi.advanceTimersByTimeAsync(0);
  expect(page.asked).toBe(1);
  polling.stop();
});

test('asks less and less often after failures, ten minutes apart at most, then as before', async () => {
  expect([0, 1, 2, 9].map((failures) => waitAfter(failures, false) / 1000)).toEqual([20, 40, 80, 600]);
  expect([0, 1, 2].map((failures) => waitAfter(failures, true) / 1000)).toEqual([300, 600, 600]);
  const { page, polling } = setup();
  page.answers = false;
  await vi.advanceTimersByTimeAsync(waits.shown);
  await vi.advanceTimersByTimeAsync(waits.shown);
  expect(page.asked).toBe(1);
  page.answers = true;
  await vi.advanceTimersByTimeAsync(waits.shown);
  expect(page.asked).toBe(2);
  await vi.advanceTimersByTimeAsync(waits.shown);
  expect(page.asked).toBe(3);
  polling.stop();
});
