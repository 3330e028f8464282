import fc from 'fast-check';
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

import {
  jpegPhoto,
  jpegSegment,
  pngChunk,
  pngPhoto,
  webpAlphaPhoto,
  webpChunk,
  webpLosslessPhoto,
  webpOf,
  webpPhoto,
} from '#functions/testing/photos.ts';
import { inspectImage } from './image.ts';

const text = (value: string) => Buffer.from(value, 'latin1');
const verdict = (bytes: Buffer) => {
  const image = inspectImage(bytes);
  return image.ok ? image.type : image.reason;
};
const photos = [
  ['PNG', pngPhoto(), 'image/png'],
  ['JPEG', jpegPhoto, 'image/jpeg'],
  ['WebP', webpPhoto, 'image/webp'],
  ['lossless WebP', webpLosslessPhoto, 'image/webp'],
  ['transparent WebP', webpAlphaPhoto, 'image/webp'],
] as const;
const exif = text('Exif\0\0MM\0*\0\0\0\x08 47.3769 N 8.5417 E');
const zip = text('PK\x05\x06').fill(0, 4);
const html = text('<html><script>alert(document.cookie)</script>');

/** Behind the start of a JPEG, as cameras write them. */
const withSegment = (marker: number, data: Buffer) =>
  Buffer.concat([jpegPhoto.subarray(0, 2), jpegSegment(marker, data), jpegPhoto.subarray(2)]);
/** The chunks of a WebP as they stand. */
const chunksOf = (webp: Buffer) => {
  const chunks: { kind: string; data: Buffer }[] = [];
  for (let at = 12; at < webp.length;) {
    const length = webp.readUInt32LE(at + 4);
    chunks.push({
      kind: webp.toString('latin1', at, at + 4),
      data: Buffer.from(webp.subarray(at + 8, at + 8 + length)),
    });
    at += 8 + length + (length % 2);
  }
  return chunks;
};
const plainWebp = webpOf(
  ...chunksOf(webpPhoto).flatMap(({ kind, data }) => (kind === 'VP8 ' ? [webpChunk(kind, data)] : [])),
);

describe.each(photos)('a %s', (_name, photo, type) => {
  test('as a canvas encodes it is taken for what it is', () => {
    expect(verdict(photo)).toBe(type);
    expect(inspectImage(new Uint8Array(photo))).toMatchObject({ ok: true, type });
  });

  test('is read within its own bytes, not in those around it', () => {
    const around = Buffer.concat([html, photo, html]);
    expect(verdict(around.subarray(html.length, html.length + photo.length))).toBe(type);
  });

  test('with bytes behind its end is refused: they may be anything (polyglots)', () => {
    for (const behind of [zip, html, text('\0'), text('\n'), photo])
      expect(verdict(Buffer.concat([photo, behind]))).toBe('image-metadata');
  });

  test('with bytes before its start is no picture', () => {
    for (const before of [html, text('\0'), text('GIF89a'), text('%PDF-1.7\n')])
      expect(verdict(Buffer.concat([before, photo]))).toBe('image-type');
  });

  test('cut off anywhere is refused', () => {
    for (let length = 0; length < photo.length; length += length < 1000 ? 1 : 97)
      expect(['image-type', 'image-metadata', 'image-dimensions']).toContain(
        verdict(photo.subarray(0, length)),
      );
    expect(verdict(photo.subarray(0, -1))).not.toBe(type);
  });
});

test('pictures that merely claim to be one are refused', () => {
  const claims = [
    text(''),
    text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    html,
    text('GIF89a\x00\x02\x00\x02'),
    text('BM'),
    text('\x89PNG\r\n\x1a\n'),
    text('\x89PNG\r\n\x1a\n<svg/>'),
    text('\xff\xd8\xff\xe0\0\x10JFIF'),
    text('\xff\xd8\xff\xd9'),
    text('RIFF\x04\0\0\0WEBP'),
    text('RIFF\x0c\0\0\0WEBPVP8 \0\0\0\0'),
    text('\0\0\0\x18ftypavif'),
    zip,
    Buffer.alloc(1000),
    Buffer.alloc(1000, 0xff),
  ];
  for (const claim of claims)
    expect([claim.toString('latin1'), verdict(claim)]).toEqual([claim.toString('latin1'), 'image-type']);
});

test('only squares of 512 pixels are kept', () => {
  for (const [width, height] of [
    [511, 512],
    [512, 513],
    [1, 1],
    [1024, 1024],
  ] as const)
    expect(verdict(pngPhoto(width, height))).toBe('image-dimensions');

  const frame = jpegPhoto.indexOf(Buffer.from([0xff, 0xc0]));
  const tall = Buffer.from(jpegPhoto);
  tall.writeUInt16BE(65_535, frame + 5);
  expect(verdict(tall)).toBe('image-dimensions');

  const wide = Buffer.from(plainWebp);
  wide.writeUInt16LE(16_383, 20 + 6);
  expect(verdict(wide)).toBe('image-dimensions');
});

test('a file that tells two sizes is refused, as decoders would choose differently', () => {
  const frame = jpegPhoto.indexOf(Buffer.from([0xff, 0xc0]));
  const second = Buffer.from(jpegPhoto.subarray(frame, frame + 2 + jpegPhoto.readUInt16BE(frame + 2)));
  second.writeUInt16BE(4096, 5);
  const twice = Buffer.concat([jpegPhoto.subarray(0, frame), second, jpegPhoto.subarray(frame)]);
  expect(verdict(twice)).toBe('image-type');

  const chunks = chunksOf(webpPhoto).map(({ kind, data }) => {
    if (kind === 'VP8X') data.writeUIntLE(16_383, 4, 3);
    return webpChunk(kind, data);
  });
  expect(verdict(webpOf(...chunks))).toBe('image-type');
  const pixels = chunksOf(webpPhoto).filter(({ kind }) => kind === 'VP8 ');
  expect(verdict(webpOf(...[...pixels, ...pixels].map(({ kind, data }) => webpChunk(kind, data))))).toBe(
    'image-type',
  );

  const small = pngPhoto(16, 16).subarray(8, 33);
  expect(verdict(pngPhoto(512, 512, [small]))).toBe('image-type');
});

test('a PNG with anything but its pixels and their colours is refused', () => {
  const plain = [
    pngChunk('sRGB', Buffer.alloc(1)),
    pngChunk('gAMA', Buffer.alloc(4)),
    pngChunk('cHRM', Buffer.alloc(32)),
    pngChunk('pHYs', Buffer.alloc(9)),
    pngChunk('bKGD', Buffer.alloc(2)),
    pngChunk('iCCP', text('sRGB\0\0')),
  ];
  expect(verdict(pngPhoto(512, 512, plain))).toBe('image/png');
  const metadata = [
    pngChunk('eXIf', exif),
    pngChunk('tEXt', text('Comment\0at home')),
    pngChunk('zTXt', Buffer.concat([text('Comment\0\0'), deflateSync('at home')])),
    pngChunk('iTXt', text('XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta/>')),
    pngChunk('tIME', Buffer.alloc(7)),
    pngChunk('acTL', Buffer.alloc(8)),
    pngChunk('prVt', text('anything')),
    pngChunk('bKGD', html),
    pngChunk('pHYs', Buffer.alloc(10_000)),
  ];
  for (const chunk of metadata) expect(verdict(pngPhoto(512, 512, [chunk]))).toBe('image-metadata');
});

test('a PNG whose checksums are wrong, or that has no pixels, is broken', () => {
  const photo = pngPhoto();
  const wrong = Buffer.from(photo);
  wrong.writeUInt8(9, 24);
  expect(verdict(wrong)).toBe('image-type');
  const empty = Buffer.concat([photo.subarray(0, 33), pngChunk('IEND')]);
  expect(verdict(empty)).toBe('image-type');
  const endless = Buffer.from(photo);
  endless.writeUInt32BE(0xffffffff, 33);
  expect(verdict(endless)).toBe('image-type');
});

test('a JPEG with EXIF, XMP, IPTC, a comment or a thumbnail is refused', () => {
  const metadata: [number, Buffer][] = [
    [0xe1, exif],
    [0xe1, text('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>')],
    [0xed, text('Photoshop 3.0\x008BIM')],
    [0xfe, text('taken at home')],
    [0xe0, text('JFXX\0\x10 a thumbnail of what was cut away')],
    [0xe0, text('JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01RGB')],
    [0xe2, text('MPF\0 another picture')],
    [0xee, html],
    [0xef, text('anything')],
  ];
  for (const [marker, data] of metadata) expect(verdict(withSegment(marker, data))).toBe('image-metadata');
  expect(verdict(withSegment(0xee, text('Adobe\0\x64\0\0\0\0\x01')))).toBe('image/jpeg');
});

test('metadata behind the pixels of a JPEG is found, too', () => {
  const end = jpegPhoto.length - 2;
  const behindScan = (...parts: Buffer[]) =>
    Buffer.concat([jpegPhoto.subarray(0, end), ...parts, jpegPhoto.subarray(end)]);
  expect(verdict(behindScan(jpegSegment(0xe1, exif)))).toBe('image-metadata');
  expect(verdict(behindScan(jpegSegment(0xfe, html)))).toBe('image-metadata');
  // A second picture behind the end of the first, closed by an end of its own.
  expect(verdict(Buffer.concat([jpegPhoto, zip, text('\xff\xd9')]))).toBe('image-metadata');
  expect(verdict(behindScan(text('\xff\xd9'), html))).toBe('image-metadata');
});

test('a JPEG of several scans, as progressive ones have, is taken', () => {
  const scan = jpegPhoto.lastIndexOf(Buffer.from([0xff, 0xda]));
  const tables = jpegSegment(0xc4, Buffer.concat([text('\0'), Buffer.alloc(16)]));
  const again = Buffer.concat([jpegPhoto.subarray(0, -2), tables, jpegPhoto.subarray(scan)]);
  expect(verdict(again)).toBe('image/jpeg');
  const restarts = Buffer.concat([
    jpegPhoto.subarray(0, -2),
    text('\xff\xd0\xff\0\xff\xd7'),
    jpegPhoto.subarray(-2),
  ]);
  expect(verdict(restarts)).toBe('image/jpeg');
});

test('a WebP with EXIF, XMP, frames of an animation or anything unknown is refused', () => {
  const chunks = chunksOf(webpPhoto).map(({ kind, data }) => webpChunk(kind, data));
  expect(verdict(webpOf(...chunks))).toBe('image/webp');
  expect(verdict(plainWebp)).toBe('image/webp');
  for (const kind of ['EXIF', 'XMP ', 'ANIM', 'ANMF', 'JUNK', 'vp8 '])
    expect(verdict(webpOf(...chunks, webpChunk(kind, exif)))).toBe('image-metadata');
  for (const flag of [0x08, 0x04, 0x02, 0x80]) {
    const flagged = chunksOf(webpPhoto).map(({ kind, data }) => {
      if (kind === 'VP8X') data[0] = flag;
      return webpChunk(kind, data);
    });
    expect(verdict(webpOf(...flagged))).toBe('image-metadata');
  }
});

test('a WebP whose lengths do not add up is broken, however its whole length was mended', () => {
  const mended = (bytes: Buffer) => {
    const copy = Buffer.from(bytes);
    copy.writeUInt32LE(copy.length - 8, 4);
    return copy;
  };
  for (const bytes of [plainWebp.subarray(0, -20), Buffer.concat([plainWebp, text('abc')])])
    expect(verdict(mended(bytes))).toBe('image-type');
  const claims = Buffer.from(plainWebp);
  claims.writeUInt32LE(0xfffffff0, 16);
  expect(verdict(claims)).toBe('image-type');
  const early = Buffer.from(plainWebp);
  early.writeUInt32LE(20, 4);
  expect(verdict(early)).toBe('image-type');
});

test('no bytes whatever make it throw, and none that are no picture pass', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(
        text(''),
        text('\x89PNG\r\n\x1a\n'),
        text('\xff\xd8\xff'),
        text('RIFF\x40\0\0\0WEBPVP8 '),
      ),
      fc.uint8Array({ maxLength: 300 }),
      (start, rest) => {
        expect(inspectImage(Buffer.concat([start, rest])).ok).toBe(false);
      },
    ),
    { numRuns: 2000 },
  );
});

test('a changed header is never accepted for another picture than it was', () => {
  const pngHeader = 33;
  fc.assert(
    fc.property(fc.nat(pngHeader - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const changed = Buffer.from(photos[0][1]);
      changed[at] = (changed[at] ?? 0) ^ flip;
      // Every byte of a PNG's header is checked: signature, length, kind, sizes, checksum.
      expect(inspectImage(changed).ok).toBe(false);
    }),
  );
  const chunkSize = 16;
  const structure = [
    ...[0, 1, 2, 4, 5].map((at) => [jpegPhoto, at] as const),
    ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19].map(
      (at) => [plainWebp, at] as const,
    ),
    // Key frame's start code and sizes; the two upper bits of a size are its scale.
    ...[23, 24, 25, 26, 28].map((at) => [plainWebp, at] as const),
    ...[5, 6, 7, 8].map((at) => [jpegPhoto, jpegPhoto.indexOf(Buffer.from([0xff, 0xc0])) + at] as const),
  ];
  fc.assert(
    fc.property(fc.constantFrom(...structure), fc.integer({ min: 1, max: 255 }), ([photo, at], flip) => {
      const changed = Buffer.from(photo);
      changed[at] = (changed[at] ?? 0) ^ flip;
      // A chunk that is one byte shorter than an even one is that chunk with its padding: well formed.
      fc.pre(!(photo === plainWebp && at === chunkSize && changed[at] === (photo[at] ?? 0) - 1));
      expect(inspectImage(changed).ok).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

test('a picture changed anywhere is refused, or still one of 512 pixels and nothing else', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...photos),
      fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), {
        minLength: 1,
        maxLength: 6,
      }),
      ([, photo, type], changes) => {
        const changed = Buffer.from(photo);
        for (const [where, value] of changes) changed[Math.floor(where * (photo.length - 1))] = value;
        const image = inspectImage(changed);
        if (image.ok) expect(image.type).toBe(type);
      },
    ),
    { numRuns: 1000 },
  );
});
