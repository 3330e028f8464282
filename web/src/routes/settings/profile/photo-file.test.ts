import { describe, expect, it } from 'vitest';

import { checkPhoto, maxFileBytes, readPhoto } from './photo-file.ts';

type Bytes = (string | number[])[];

/** Joins texts and byte lists, padded so that a header is never the whole file. */
function file(...parts: Bytes): Uint8Array<ArrayBuffer> {
  const bytes = parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part));
  return new Uint8Array([...bytes, ...Array.from({ length: 16 }, () => 0)]);
}

const u16 = (value: number): number[] => [value >> 8, value & 255];
const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value & 0xffff)];
const u24le = (value: number): number[] => [value & 255, (value >> 8) & 255, value >> 16];

const png = (width: number, height: number) =>
  file('\x89PNG\r\n\x1a\n', u32(13), 'IHDR', u32(width), u32(height), [8, 6, 0, 0, 0]);
const jpeg = (width: number, height: number) =>
  file(
    [0xff, 0xd8],
    [0xff, 0xe1],
    u16(8),
    'Exif\0\0',
    [0xff, 0xff, 0xc4],
    u16(3),
    [1],
    [0xff, 0xc2],
    u16(17),
    [8],
    u16(height),
    u16(width),
  );
const webpExtended = (width: number, height: number) =>
  file('RIFF', u32(0), 'WEBPVP8X', [10, 0, 0, 0], [0, 0, 0, 0], u24le(width - 1), u24le(height - 1));
const webpLossless = (width: number, height: number) => {
  const bits = (width - 1) | ((height - 1) << 14);
  return file('RIFF', u32(0), 'WEBPVP8L', u32(0), [0x2f], [...u32(bits)].reverse());
};
const webpLossy = (width: number, height: number) =>
  file(
    'RIFF',
    u32(0),
    'WEBPVP8 ',
    u32(0),
    [0, 0, 0, 0x9d, 1, 0x2a],
    [...u16(width)].reverse(),
    [...u16(height)].reverse(),
  );

describe('checking a photo', () => {
  it.each([
    ['PNG', png(640, 480)],
    ['JPEG behind EXIF and fill bytes', jpeg(640, 480)],
    ['extended WebP', webpExtended(640, 480)],
    ['lossless WebP', webpLossless(640, 480)],
    ['lossy WebP', webpLossy(640, 480)],
  ])('reads the size of a %s', (_, bytes) => {
    expect(checkPhoto(bytes)).toEqual({ ok: true, size: { width: 640, height: 480 } });
  });

  it.each([
    ['text', file('hello, I am no image at all'), 'photo-not-image'],
    ['a GIF', file('GIF89a', u16(640), u16(480)), 'photo-not-image'],
    ['an SVG', file('<svg xmlns="http://www.w3.org/2000/svg">'), 'photo-not-image'],
    ['a WAV in the same container', file('RIFF', u32(0), 'WAVEfmt '), 'photo-not-image'],
    ['nothing', new Uint8Array(), 'photo-not-image'],
    ['a PNG cut off in its header', png(640, 480).slice(0, 18), 'photo-unreadable'],
    ['a PNG without a header chunk', file('\x89PNG\r\n\x1a\n', u32(13), 'tEXt'), 'photo-unreadable'],
    ['a JPEG without a frame', file([0xff, 0xd8, 0xff, 0xda]), 'photo-unreadable'],
    ['a PNG of no width', png(0, 480), 'photo-unreadable'],
    ['a thumbnail', png(127, 4000), 'photo-too-small'],
    ['a bomb', png(30_000, 30_000), 'photo-too-many-pixels'],
  ])('refuses %s', (_, bytes, problem) => {
    expect(checkPhoto(bytes)).toEqual({ ok: false, problem });
  });

  it('refuses more than 20 MB before reading it', async () => {
    const huge = { size: maxFileBytes + 1, arrayBuffer: () => Promise.reject(new Error('was read')) };
    expect(await readPhoto(huge as unknown as Blob)).toEqual({ ok: false, problem: 'photo-too-large' });
  });

  it('says that a file which can no longer be read is unreadable', async () => {
    const gone = { size: 10, arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')) };
    expect(await readPhoto(gone as unknown as Blob)).toEqual({ ok: false, problem: 'photo-unreadable' });
  });
});
