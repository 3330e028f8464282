import { expect, test } from 'vitest';

import { moveBootScript } from './boot-script.ts';

const page = (script: string): string => `<body><div>${script}</div></body>`;
const start = '<script>\n\t\t\t\t{\n\t\t\t\t\tstart("$&");\n\t\t\t\t}\n\t\t\t</script>';

test('the script of a page moves into a file that is named by what it holds', () => {
  const { html, file } = moveBootScript('index.html', page(start));
  expect(file.content).toBe('{\nstart("$&");\n}\n');
  expect(file.path).toMatch(/^\/_app\/immutable\/boot\/[\w-]{10}\.js$/);
  expect(html).toBe(page(`<script src="${file.path}"></script>`));
  expect(moveBootScript('other.html', page(start)).file.path).toBe(file.path);
  expect(moveBootScript('other.html', page(start.replace('start', 'begin'))).file.path).not.toBe(file.path);
});

test('a page that Kit wrote in another way stops the build', () => {
  expect(() => moveBootScript('index.html', page(''))).toThrow('index.html has no inline script.');
  expect(() => moveBootScript('index.html', page(start + start))).toThrow('more than one inline script');
});
