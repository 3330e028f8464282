import { expect, it } from 'vitest';

import { initials } from './initials.ts';

it.each([
  ['Ada Lovelace', 'AL'],
  ['ada', 'A'],
  ['Gabriel José García Márquez', 'GM'],
  ['Jean-Luc Picard', 'JP'],
  ['O’Brien', 'O'],
  ['علي حسن', 'عح'],
  ['e\u0301mile zola', 'E\u0301Z'],
  ['', ''],
  ['- .', ''],
])('of %j are %j', (name, letters) => {
  expect(initials(name)).toBe(letters);
});
