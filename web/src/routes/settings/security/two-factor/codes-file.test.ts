import { expect, it } from 'vitest';

import { codesFile } from './codes-file.ts';

it('numbers the codes and says whose they are and when they were made, in lines that any system reads', () => {
  const codes = Array.from({ length: 10 }, (_, index) => `CODE-${index}`);
  const file = codesFile(codes, 'ada@example.com', '12 May 2026 at 14:03');
  expect(file.split('\r\n').slice(1, 5)).toEqual([
    'For ada@example.com',
    'Made on 12 May 2026 at 14:03',
    '',
    ' 1. CODE-0',
  ]);
  expect(file).toContain('\r\n10. CODE-9\r\n');
  expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
});
