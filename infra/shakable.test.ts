import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shakable, withLiteralKeys } from './shakable.ts';

const copy = shakable('@aws-sdk/client-s3');
const original = join(import.meta.dirname, '../node_modules/@aws-sdk/client-s3');
const shapesOf = async (folder: string) =>
  (await import(join(folder, 'dist-es/schemas/schemas_0.js'))) as Readonly<Record<string, unknown>>;

test('keys that are constants’ names are written out, and nothing else changes', () => {
  expect(
    withLiteralKeys(
      `const _hH = "httpHeader";\nexport var a = [3, { [_hH]: _b, [_c]: _d }, [_hH], { [0]: _hH }];`,
    ),
  ).toBe(
    `const _hH = "httpHeader";\nexport var a = [3, { "httpHeader": _b, [_c]: _d }, [_hH], { [0]: _hH }];`,
  );
});

test('a package of another form is not taken for one that was changed', () => {
  expect(() => withLiteralKeys('export const a = [];')).toThrow('No computed key');
});

test('the copy describes the same shapes', async () => {
  // Shapes name one another by functions, and errors their classes: the same sources, another module.
  const plain = (value: unknown) =>
    JSON.stringify(value, (_, part: unknown) => (typeof part === 'function' ? String(part) : part));
  const [ours, theirs] = [await shapesOf(copy), await shapesOf(original)];
  expect(Object.keys(ours).length).toBeGreaterThan(200);
  expect(Object.keys(ours)).toEqual(Object.keys(theirs));
  for (const name of Object.keys(theirs)) expect(plain(ours[name]), name).toBe(plain(theirs[name]));
});

test('no key of a shape is left to be computed, and no file is missing', () => {
  expect(readFileSync(join(copy, 'dist-es/schemas/schemas_0.js'), 'utf8')).not.toMatch(/\[_\w+\]:/);
  expect(existsSync(join(copy, 'dist-es/S3Client.js'))).toBe(true);
});
