import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const pages = globSync('src/**/*.svelte', { cwd: import.meta.dirname });

it('no form would put what was typed into an address, where it is sent before its script is there (ASVS 14.2.1)', () => {
  const forms = pages.flatMap((page) => {
    const markup = readFileSync(`${import.meta.dirname}/${page}`, 'utf8');
    return [...markup.matchAll(/<form\b[^>]*/g)].map(([form]) => ({ page, form }));
  });
  expect(forms.length).toBeGreaterThan(10);
  expect(forms.filter(({ form }) => !form.includes('method="post"'))).toEqual([]);
});
