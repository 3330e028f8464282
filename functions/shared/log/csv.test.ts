import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

/** Reads CSV back as RFC 4180 says. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted = '', end] of text.matchAll(/"((?:[^"]|"")*)"(,|\r\n)/g)) {
    row.push(quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1', '＝1'])(
  'a cell that a spreadsheet would run is defused: %j',
  (formula) => {
    expect(parseCsv(csvOf(['name'], [[formula]]))).toEqual([['name'], [`'${formula}`]]);
  },
);

test('whatever the cells hold, they are read back as they were, or defused', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string())), (rows) => {
      const [, ...read] = parseCsv(csvOf(['a', 'b'], rows));
      expect(read.map((row) => row.map((text) => text.replace(/^'/, '')))).toEqual(
        rows.map((row) => row.map((text) => text.replace(/^'/, ''))),
      );
      for (const text of read.flat()) expect(text).not.toMatch(/^[=+\-@\t\r\n]/);
    }),
  );
});

test('nothing is an empty cell', () => {
  expect(csvOf(['a', 'b'], [[null, '']])).toBe('"a","b"\r\n"",""\r\n');
});
