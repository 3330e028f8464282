/**
 * A canvas writes no photo data of the original, but some browsers add EXIF or colour profiles of their own, and
 * the server refuses both. This leaves what a decoder needs for the pixels.
 *
 * @param bytes a whole PNG, JPEG or WebP file; anything else comes back as it is
 */
export function stripMetadata(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = view.byteLength < 16 ? 0 : view.getUint32(0);
  if (start === 0x89504e47) return join(pngParts(bytes, view));
  if (start >>> 8 === 0xffd8ff) return join(jpegParts(bytes, view));
  if (start === 0x52494646) return webp(bytes, view);
  return bytes;
}

const pngChunks = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);

function* pngParts(bytes: Uint8Array<ArrayBuffer>, view: DataView): Generator<Uint8Array<ArrayBuffer>> {
  yield bytes.subarray(0, 8);
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + view.getUint32(at);
    if (pngChunks.has(name(bytes, at + 4))) yield bytes.subarray(at, end);
    at = end;
  }
}

/** Drops APP1 to APP13, APP15 and comments. APP0 (JFIF) and APP14 (Adobe) tell how the colours are stored. */
function* jpegParts(bytes: Uint8Array<ArrayBuffer>, view: DataView): Generator<Uint8Array<ArrayBuffer>> {
  yield bytes.subarray(0, 2);
  for (let at = 2; at + 4 <= bytes.length;) {
    const marker = view.getUint16(at);
    // Behind the start of the scan come the pixels.
    if (marker === 0xffda) {
      yield bytes.subarray(at);
      return;
    }
    const end = at + 2 + view.getUint16(at + 2);
    const extra = marker === 0xfffe || (marker >= 0xffe1 && marker <= 0xffef && marker !== 0xffee);
    if (!extra) yield bytes.subarray(at, end);
    at = end;
  }
}

const webpChunks = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH']);
const alphaOnly = 0x10;

function webp(bytes: Uint8Array<ArrayBuffer>, view: DataView): Uint8Array<ArrayBuffer> {
  const parts = [bytes.slice(0, 12)];
  for (let at = 12; at + 8 <= bytes.length;) {
    const length = view.getUint32(at + 4, true);
    const end = at + 8 + length + (length % 2);
    const kind = name(bytes, at);
    // VP8X announces the chunks that follow: only the alpha channel remains.
    const chunk = bytes.slice(at, end);
    if (kind === 'VP8X') chunk.set([(chunk[8] ?? 0) & alphaOnly], 8);
    if (webpChunks.has(kind)) parts.push(chunk);
    at = end;
  }
  const joined = join(parts);
  new DataView(joined.buffer).setUint32(4, joined.length - 8, true);
  return joined;
}

function name(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function join(parts: Iterable<Uint8Array<ArrayBuffer>>): Uint8Array<ArrayBuffer> {
  const all = [...parts];
  const joined = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of all) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
