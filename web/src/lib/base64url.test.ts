import fc from 'fast-check';
import { expect, test } from 'vitest';

import { fromBase64Url, toBase64Url } from './base64url.ts';

test('bytes survive the way to text and back, and the text is what everybody else writes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      const text = toBase64Url(Uint8Array.from(bytes).buffer);
      expect(text).toBe(Buffer.from(bytes).toString('base64url'));
      expect([...fromBase64Url(text)]).toEqual([...bytes]);
    }),
  );
});
