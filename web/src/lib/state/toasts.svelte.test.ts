import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { toasts } from './toasts.svelte.ts';

const texts = (): string[] => toasts.shown.map(({ text }) => text);

beforeEach(() => void vi.useFakeTimers());

afterEach(() => {
  for (const { id } of toasts.shown) toasts.dismiss(id);
  vi.useRealTimers();
});

it('stays four seconds', () => {
  toasts.success('Saved');
  vi.advanceTimersByTime(3999);
  expect(toasts.shown).toMatchObject([{ tone: 'success', text: 'Saved' }]);
  vi.advanceTimersByTime(1);
  expect(texts()).toEqual([]);
});

it('stays while it is held, and four seconds more', () => {
  toasts.error('Failed');
  const { id } = toasts.shown[0]!;
  toasts.hold(id);
  vi.advanceTimersByTime(60_000);
  expect(texts()).toEqual(['Failed']);
  toasts.release(id);
  vi.advanceTimersByTime(4000);
  expect(texts()).toEqual([]);
});

it('shows the same sentence once, and three at most', () => {
  toasts.success('Saved');
  toasts.success('Saved');
  expect(texts()).toEqual(['Saved']);
  for (const text of ['a', 'b', 'c']) toasts.error(text);
  expect(texts()).toEqual(['a', 'b', 'c']);
});

it('stays twice as long with something to do', () => {
  toasts.success('Saved', { label: 'Undo', run: () => undefined });
  vi.advanceTimersByTime(7999);
  expect(texts()).toEqual(['Saved']);
  vi.advanceTimersByTime(1);
  expect(texts()).toEqual([]);
});
