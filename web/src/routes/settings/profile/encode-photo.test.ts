import { expect, it } from 'vitest';

import { type Encode, encodeWithinLimit } from './encode-photo.ts';

/** Encodes every attempt to the size that is said for it, and notes what was asked for. */
function setup(sizeOf: (type: string, quality: number) => number, writable: readonly string[]) {
  const asked: string[] = [];
  const encode: Encode = (type, quality) => {
    asked.push(`${type} ${quality}`);
    const made = writable.includes(type) ? type : 'image/png';
    return Promise.resolve(new Blob([new Uint8Array(sizeOf(type, quality))], { type: made }));
  };
  return { asked, encode };
}

const all = ['image/webp', 'image/jpeg'];

it('takes the first encoding when it is small enough', async () => {
  const { asked, encode } = setup(() => 512 * 1024, all);
  const blob = await encodeWithinLimit(encode);
  expect([blob?.type, blob?.size]).toEqual(['image/webp', 512 * 1024]);
  expect(asked).toEqual(['image/webp 0.92']);
});

it('lowers the quality until it fits', async () => {
  const { encode } = setup((_, quality) => (quality > 0.7 ? 512 * 1024 + 1 : 1000), all);
  expect((await encodeWithinLimit(encode))?.size).toBe(1000);
});

it('writes JPEG where the browser has no WebP', async () => {
  const { encode } = setup(() => 1000, ['image/jpeg']);
  expect((await encodeWithinLimit(encode))?.type).toBe('image/jpeg');
});

it('gives up when nothing fits', async () => {
  const { asked, encode } = setup(() => 600_000, all);
  expect(await encodeWithinLimit(encode)).toBeNull();
  expect(asked).toHaveLength(6);
});
