import { expect, it } from 'vitest';

import { queryOf } from './security-filter.ts';

it('asks for whole days, the last one included, and for nothing that is not chosen', () => {
  expect(queryOf({ kind: '', from: '', to: '' }, 'UTC')).toEqual({});
  expect(queryOf({ kind: 'password', from: '2026-05-01', to: '2026-05-12' }, 'Europe/Berlin')).toEqual({
    kind: 'password',
    from: '2026-04-30T22:00:00.000Z',
    to: '2026-05-12T22:00:00.000Z',
  });
});
