import { describe, expect, it } from 'vitest';

import { stripMetadata } from './strip-metadata.ts';

const text = (value: string): number[] => [...Buffer.from(value, 'latin1')];
const u16 = (value: number): number[] => [value >> 8, value & 255];
const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value & 0xffff)];
const u32le = (value: number): number[] => u32(value).reverse();

const segment = (marker: number, body: string): number[] => [
  0xff,
  marker,
  ...u16(body.length + 2),
  ...text(body),
];
const pngChunk = (kind: string, body: string): number[] => [
  ...u32(body.length),
  ...text(kind),
  ...text(body),
  ...u32(0),
];
const riffChunk = (kind: string, body: number[]): number[] => [
  ...text(kind),
  ...u32le(body.length),
  ...body,
  ...(body.length % 2 === 1 ? [0] : []),
];
const riff = (...chunks: number[][]): number[] => [
  ...text('RIFF'),
  ...u32le(chunks.flat().length + 4),
  ...text('WEBP'),
  ...chunks.flat(),
];

function strip(bytes: number[]): number[] {
  return [...stripMetadata(new Uint8Array(bytes))];
}

describe('stripping metadata', () => {
  const scan = [0xff, 0xda, ...text('pixels \xff\xe1 of the scan'), 0xff, 0xd9];

  it('takes EXIF, profiles and comments out of a JPEG, and nothing of its scan', () => {
    const needed = [...segment(0xe0, 'JFIF\0'), ...segment(0xdb, 'table'), ...segment(0xee, 'Adobe')];
    const extra = [
      segment(0xe1, 'Exif\0\0GPS'),
      segment(0xe2, 'ICC_PROFILE'),
      segment(0xed, 'Photoshop'),
      segment(0xfe, 'by'),
    ];
    expect(strip([0xff, 0xd8, ...extra.flat(), ...needed, ...scan])).toEqual([
      0xff,
      0xd8,
      ...needed,
      ...scan,
    ]);
  });

  it('takes texts, times and profiles out of a PNG', () => {
    const signature = [0x89, ...text('PNG\r\n\x1a\n')];
    const needed = [
      pngChunk('IHDR', 'header'),
      pngChunk('tRNS', 'clear'),
      pngChunk('IDAT', 'pixels'),
      pngChunk('IEND', ''),
    ];
    const extra = [
      pngChunk('tEXt', 'Author'),
      pngChunk('eXIf', 'GPS'),
      pngChunk('iCCP', 'profile'),
      pngChunk('tIME', 'now'),
    ];
    const mixed = [needed[0]!, ...extra, ...needed.slice(1)];
    expect(strip([...signature, ...mixed.flat()])).toEqual([...signature, ...needed.flat()]);
  });

  it('takes EXIF, XMP and profiles out of a WebP and out of its announcement', () => {
    const flags = (value: number): number[] => [value, 0, 0, 0, 1, 2, 3, 4, 5, 6];
    const pixels = [riffChunk('ALPH', [7]), riffChunk('VP8 ', [1, 2, 3])];
    const extra = [riffChunk('EXIF', [9, 9, 9]), riffChunk('XMP ', [8])];
    const all = riff(riffChunk('VP8X', flags(0x3c)), riffChunk('ICCP', [1]), ...pixels, ...extra);
    expect(strip(all)).toEqual(riff(riffChunk('VP8X', flags(0x10)), ...pixels));
  });

  it('leaves clean and foreign files as they are', () => {
    const clean = riff(riffChunk('VP8 ', [1, 2, 3, 4]));
    expect(strip(clean)).toEqual(clean);
    expect(strip(text('no image'))).toEqual(text('no image'));
    expect(strip([])).toEqual([]);
  });
});
