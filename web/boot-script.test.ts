import { expect, test } from 'vitest';

import { holdPresses, moveBootScript } from './boot-script.ts';

const page = (script: string): string => `<body><div>${script}</div></body>`;
const start = '<script>\n\t\t\t\t{\n\t\t\t\t\tstart("$&");\n\t\t\t\t}\n\t\t\t</script>';

test('the script of a page moves into a file that is named by what it holds', () => {
  const { html, file } = moveBootScript('index.html', page(start));
  expect(file.content).toBe('start(`$&`);');
  expect(file.path).toMatch(/^\/_app\/immutable\/boot\/[\w-]{10}\.js$/);
  expect(html).toBe(page(`<script src="${file.path}"></script>`));
  expect(moveBootScript('other.html', page(start)).file.path).toBe(file.path);
  expect(moveBootScript('other.html', page(start.replace('start', 'begin'))).file.path).not.toBe(file.path);
});

test('a page that Kit wrote in another way stops the build', () => {
  expect(() => moveBootScript('index.html', page(''))).toThrow('index.html has no inline script.');
  expect(() => moveBootScript('index.html', page(start + start))).toThrow('more than one inline script');
});

test('what keeps early presses runs before anything of a page is painted', () => {
  const holder = { path: '/held.js', content: '' };
  const style = '<link rel="stylesheet" href="/a.css">';
  const html = `<head><title>A $& page</title>${style}</head><body></body>`;
  expect(holdPresses('index.html', html, holder)).toBe(
    `<head><title>A $& page</title>\n\t\t<script src="/held.js"></script>${style}</head><body></body>`,
  );
  expect(() => holdPresses('index.html', '<head></head>', holder)).toThrow('index.html has no title.');
});
