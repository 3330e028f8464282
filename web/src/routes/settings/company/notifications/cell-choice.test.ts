import { expect, test } from 'vitest';
import { choiceOf, choices, stateOf } from './cell-choice.ts';

test('what was chosen is shown as chosen', () => {
  for (const choice of choices) {
    const { enabled, locked } = stateOf(choice);
    const state = enabled === null ? 'catalogue' : locked ? 'lock' : 'default';
    expect(choiceOf({ state, enabled: enabled ?? true })).toBe(choice);
  }
});
