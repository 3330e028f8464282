import { resolve } from 'node:path';

import { expect, it } from 'vitest';

import { readSettings } from './settings.ts';
import { StartError } from './start-error.ts';

it('has a folder in the working directory and no wish for a port unless told', () => {
  const usual = { port: undefined, stateDir: resolve('.local'), fresh: false };
  expect(readSettings([], {})).toEqual(usual);
  expect(readSettings([], { PORT: '', LATCHKEY_STATE_DIR: '' })).toEqual(usual);
  expect(readSettings(['--fresh'], { PORT: '8080', LATCHKEY_STATE_DIR: '/tmp/state' })).toEqual({
    port: 8080,
    stateDir: '/tmp/state',
    fresh: true,
  });
});

it('refuses what it does not know', () => {
  expect(() => readSettings(['--frehs'], {})).toThrow(StartError);
  expect(() => readSettings([], { PORT: 'http' })).toThrow(
    new StartError('PORT is "http": set it to a number from 1 to 65535.'),
  );
});
