import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inParallel, inPieces } from './in-parallel.ts';

const numbers = Array.from({ length: 50 }, (_, index) => index);

test('does each thing once, never more at a time than allowed', async () => {
  const done: number[] = [];
  let running = 0;
  let most = 0;
  await inParallel(numbers, 7, async (number) => {
    running += 1;
    most = Math.max(most, running);
    await sleep(1);
    done.push(number);
    running -= 1;
  });
  expect(done.toSorted((a, b) => a - b)).toEqual(numbers);
  expect(most).toBe(7);
});

test('what fails keeps no other from being done', async () => {
  const done: number[] = [];
  const work = (number: number) => {
    if (number % 10 === 0) return Promise.reject(new Error(String(number)));
    done.push(number);
    return Promise.resolve();
  };
  await expect(inParallel(numbers, 3, work)).rejects.toThrow('0');
  expect(done).toHaveLength(45);
});

test('nothing to do is done', async () => {
  await inParallel([], 3, () => Promise.reject(new Error()));
  expect(inPieces([], 3)).toEqual([]);
});

test('pieces hold everything in its order', () => {
  expect(inPieces([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
});
