import type { Found } from './image.ts';

type Size = Pick<Found, 'width' | 'height'>;

/** The size that a chunk of pixels tells (RFC 6386 §9.1; RFC 9649 §3.4), or null when it holds none. */
function pixelSize(kind: string, data: Buffer): Size | null {
  if (kind === 'VP8 ') {
    const isKeyFrame = data.length >= 10 && data.readUInt8(0) % 2 === 0 && data.readUIntBE(3, 3) === 0x9d012a;
    return isKeyFrame
      ? { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff }
      : null;
  }
  if (data.length < 5 || data.readUInt8(0) !== 0x2f) return null;
  const bits = data.readUInt32LE(1);
  return bits >>> 29 === 0 ? { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 } : null;
}

/** The canvas of an extended file (RFC 9649 §2.7). */
function canvasSize(data: Buffer): Size | null {
  return data.length === 10 ? { width: data.readUIntLE(4, 3) + 1, height: data.readUIntLE(7, 3) + 1 } : null;
}

/** Flags of an extended file: colour profile and transparency. The others announce EXIF, XMP and animation. */
const harmless = 0x30;

/**
 * Walks the chunks of a WebP (RFC 9649 §2) to its very end; EXIF, XMP, animations and unknown chunks are
 * metadata. Null when it is none, or a broken one.
 */
export function readWebp(bytes: Buffer): Found | null {
  const isWebp = bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP';
  if (!isWebp) return null;
  let canvas: Size | null = null;
  let pixels: Size | null = null;
  // Bytes behind the end are no part of the picture.
  const end = bytes.readUInt32LE(4) + 8;
  let hasMetadata = end < bytes.length;
  let at = 12;
  while (at + 8 <= Math.min(end, bytes.length)) {
    const [kind, length] = [bytes.toString('latin1', at, at + 4), bytes.readUInt32LE(at + 4)];
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (data.length < length) return null;
    if (kind === 'VP8 ' || kind === 'VP8L') {
      if (pixels !== null) return null;
      pixels = pixelSize(kind, data);
      if (pixels === null) return null;
    } else if (kind === 'VP8X') {
      canvas = at === 12 ? canvasSize(data) : null;
      if (canvas === null) return null;
      if ((data.readUInt8(0) & ~harmless) !== 0) hasMetadata = true;
    } else if (kind !== 'ALPH' && kind !== 'ICCP') hasMetadata = true;
    at += 8 + length + (length % 2);
  }
  if (pixels === null || at !== end || at > bytes.length) return null;
  const isWhole = canvas === null || (canvas.width === pixels.width && canvas.height === pixels.height);
  return isWhole ? { ...pixels, hasMetadata } : null;
}
