import { crc32 } from 'node:zlib';
import type { Found } from './image.ts';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The chunks that pixels need, each with its greatest length (PNG §11); text, EXIF, times and the rest are metadata. */
const longest = new Map([
  ['IHDR', 13],
  ['PLTE', 768],
  ['tRNS', 256],
  ['IDAT', Infinity],
  ['IEND', 0],
  ['gAMA', 4],
  ['cHRM', 32],
  ['sRGB', 1],
  ['sBIT', 4],
  ['bKGD', 6],
  ['pHYs', 9],
  ['iCCP', Infinity],
]);

/** Walks the chunks of a PNG (PNG §5) to its very end; null when it is none, or a broken one. */
export function readPng(bytes: Buffer): Found | null {
  if (!bytes.subarray(0, 8).equals(signature)) return null;
  let size: { width: number; height: number } | null = null;
  let [hasPixels, hasMetadata] = [false, false];
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const kind = bytes.toString('latin1', at + 4, at + 8);
    const end = at + 12 + length;
    if (end > bytes.length) return null;
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return null;
    if ((kind === 'IHDR' && length === 13) !== (at === 8)) return null;
    if (kind === 'IHDR') size = { width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) };
    if (kind === 'IDAT') hasPixels = true;
    if (length > (longest.get(kind) ?? -1)) hasMetadata = true;
    if (kind === 'IEND') {
      // Bytes behind the end are no part of the picture: refused as metadata.
      return size === null || !hasPixels
        ? null
        : { ...size, hasMetadata: hasMetadata || end !== bytes.length };
    }
    at = end;
  }
  return null;
}
