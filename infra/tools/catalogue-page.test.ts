import { expect, test } from 'vitest';
import { cataloguePage } from './catalogue-page.ts';

test('docs/events.md tells of every type and event as it is declared', async () => {
  await expect(cataloguePage()).toMatchFileSnapshot('../../docs/events.md');
});
