import { expect, test } from 'vitest';
import { withChosen } from './with-chosen.ts';

const kept = { ground: 'legal-obligation', until: null, pseudonymised: true } as const;
const plan = {
  willDelete: [
    { category: 'companies', count: 1 },
    { category: 'call-logs', count: 3 },
  ],
  retained: [
    { ...kept, category: 'call-logs', count: 3 },
    { ...kept, category: 'billing-records', count: null },
  ],
};

test('what goes with chosen companies is added to what goes, and to what is kept of it', () => {
  const company = {
    willDelete: [
      { category: 'companies', count: 1 },
      { category: 'call-logs', count: 40 },
      { category: 'agents', count: 2 },
    ],
    retained: [
      { category: 'call-logs', count: 40 },
      { category: 'billing-records', count: 5 },
    ],
  };
  expect(withChosen(plan, [company, company])).toEqual({
    willDelete: [
      { category: 'companies', count: 3 },
      { category: 'call-logs', count: 83 },
      { category: 'agents', count: 4 },
    ],
    retained: [
      { ...kept, category: 'call-logs', count: 83 },
      { ...kept, category: 'billing-records', count: 10 },
    ],
  });
});

test('without one it is the plan as it is', () => {
  expect(withChosen(plan, [])).toEqual(plan);
});
