import type { Found } from './image.ts';

const startOfScan = 0xda;
const endOfImage = 0xd9;
/** Baseline, extended and progressive frames: what browsers decode. */
const frames = new Set([0xc0, 0xc1, 0xc2]);
/** Huffman and quantisation tables, restart interval. */
const tables = new Set([0xc4, 0xdb, 0xdd]);

/** Whether an application segment only tells how pixels look: JFIF without a thumbnail, colour profile, Adobe's transform. */
function isColour(marker: number, segment: Buffer): boolean {
  const named = (name: string) => segment.toString('latin1', 4, 4 + name.length) === name;
  if (marker === 0xe0) return named('JFIF\0') && segment.length === 18;
  if (marker === 0xe2) return named('ICC_PROFILE\0');
  return marker === 0xee && named('Adobe') && segment.length === 16;
}

/** Where the next marker stands behind the coded pixels of a scan, or -1. */
function afterScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 2)) {
    const next = bytes[at + 1] ?? 0;
    const isPixels = next === 0 || (next >= 0xd0 && next <= 0xd7);
    if (!isPixels) return at;
  }
  return -1;
}

/**
 * Walks the segments of a JPEG (ITU T.81 annex B), those between and behind its scans too, to its very end;
 * EXIF, XMP, IPTC, thumbnails and comments are metadata. Null when it is none, or a broken one.
 */
export function readJpeg(bytes: Buffer): Found | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null;
  let size: { width: number; height: number } | null = null;
  let [hasPixels, hasMetadata] = [false, false];
  for (let at = 2; at >= 0 && at + 2 <= bytes.length;) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === endOfImage) {
      // Bytes behind the end are no part of the picture: refused as metadata.
      const isLast = at + 2 === bytes.length;
      return size === null || !hasPixels ? null : { ...size, hasMetadata: hasMetadata || !isLast };
    }
    const end = at + 4 <= bytes.length ? at + 2 + bytes.readUInt16BE(at + 2) : Infinity;
    if (end < at + 4 || end > bytes.length) return null;
    const segment = bytes.subarray(at, end);
    if (frames.has(marker)) {
      if (size !== null || segment.length < 11) return null;
      size = { height: segment.readUInt16BE(5), width: segment.readUInt16BE(7) };
    } else if (marker === startOfScan) {
      if (size === null) return null;
      hasPixels = true;
    } else if (marker === 0xfe || (marker >= 0xe0 && marker <= 0xef)) {
      if (!isColour(marker, segment)) hasMetadata = true;
    } else if (!tables.has(marker)) return null;
    at = marker === startOfScan ? afterScan(bytes, end) : end;
  }
  return null;
}
