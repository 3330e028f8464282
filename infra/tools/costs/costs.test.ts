import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { costOf, costRows } from './costs.ts';
import { withCosts } from './page.ts';
import { prices } from './prices.ts';

const file = join(import.meta.dirname, '../../../docs/deploying.md');

test('what is free stays free, and only what is beyond it is paid', () => {
  expect(costOf({ cognitoUser: 10_000 })).toBe(0);
  expect(costOf({ cognitoUser: 10_001 })).toBeCloseTo(0.015);
  expect(costOf({ mail: 1500, apiRequest: 2_000_000 })).toBeCloseTo(0.24 + 2);
});

test('every price is charged in some row', () => {
  const charged = new Set(costRows.flatMap(({ use }) => Object.keys(use(1000))));
  expect(Object.keys(prices).filter((name) => !charged.has(name))).toEqual([]);
});

test('Cognito is what dominates at 100,000 users, as the document says', () => {
  const costs = costRows.map(({ name, use }) => ({ name, cost: costOf(use(100_000)) }));
  const sum = costs.reduce((total, { cost }) => total + cost, 0);
  const [first] = costs.toSorted((a, b) => b.cost - a.cost);
  expect(first?.name).toMatch(/^Cognito/);
  expect(first!.cost / sum).toBeGreaterThan(0.75);
});

test('docs/deploying.md has the table that follows from prices and use; if not: run this file with -u', async () => {
  const right = withCosts(readFileSync(file, 'utf8'));
  const formatted = await format(right, { ...(await resolveConfig(file)), filepath: file });
  await expect(formatted).toMatchFileSnapshot(file);
});
