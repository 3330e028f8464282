import { expect, it } from 'vitest';

import { readShortcut, type KeyContext, type KeyPress } from './shortcut-keys.ts';

const anywhere: KeyContext = { typing: false, prefixed: false, singleKeys: true };

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more };
}

it('saves by Ctrl or ⌘ and S, in a text field, too', () => {
  const typing = { ...anywhere, typing: true };
  expect(readShortcut(press('s', { ctrlKey: true }), typing)).toEqual({ does: 'save' });
  expect(readShortcut(press('s', { metaKey: true }), typing)).toEqual({ does: 'save' });
  expect(readShortcut(press('S', { ctrlKey: true }), typing)).toEqual({ does: 'save' });
});

it('leaves the browser its own: Ctrl+Shift+S, AltGr+S, ⌘+1, plain S', () => {
  expect(readShortcut(press('S', { ctrlKey: true, shiftKey: true }), anywhere)).toBeNull();
  expect(readShortcut(press('s', { ctrlKey: true, altKey: true }), anywhere)).toBeNull();
  expect(readShortcut(press('1', { metaKey: true }), anywhere)).toBeNull();
  expect(readShortcut(press('s'), anywhere)).toBeNull();
});

it('opens a tab by Ctrl and its digit', () => {
  expect(readShortcut(press('1', { ctrlKey: true }), anywhere)).toEqual({ does: 'tab', key: '1' });
  expect(readShortcut(press('6', { ctrlKey: true }), anywhere)).toBeNull();
});

it('opens a tab by g and then its letter', () => {
  expect(readShortcut(press('g'), anywhere)).toEqual({ does: 'prefix' });
  expect(readShortcut(press('p'), { ...anywhere, prefixed: true })).toEqual({ does: 'tab', key: 'p' });
  expect(readShortcut(press('p'), anywhere)).toBeNull();
});

it('lists the shortcuts by ?, with or without Shift', () => {
  expect(readShortcut(press('?', { shiftKey: true }), anywhere)).toEqual({ does: 'help' });
  expect(readShortcut(press('?'), anywhere)).toEqual({ does: 'help' });
});

it('takes letters in a text field for text', () => {
  for (const key of ['g', '?', 'p']) {
    expect(readShortcut(press(key), { typing: true, prefixed: true, singleKeys: true })).toBeNull();
  }
});

it('keeps to modified keys where single ones are switched off', () => {
  const off = { ...anywhere, singleKeys: false, prefixed: true };
  expect(readShortcut(press('?'), off)).toBeNull();
  expect(readShortcut(press('p'), off)).toBeNull();
  expect(readShortcut(press('1', { ctrlKey: true }), off)).toEqual({ does: 'tab', key: '1' });
});
