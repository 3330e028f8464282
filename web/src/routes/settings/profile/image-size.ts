/** Width and height as stored, before any EXIF orientation. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

type Parsed = ImageSize | 'not-image' | 'unreadable';

const pngSignature = '89504e470d0a1a0a';

/** Reads the dimensions from the header of a PNG, JPEG or WebP file; anything else is `not-image`. */
export function imageSize(bytes: Uint8Array): Parsed {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (hex(view, 0, 8) === pngSignature) return positive(pngSize(view));
    if (hex(view, 0, 3) === 'ffd8ff') return positive(jpegSize(view));
    if (ascii(view, 0, 4) === 'RIFF' && ascii(view, 8, 4) === 'WEBP') return positive(webpSize(view));
  } catch (error) {
    // A DataView read behind the end: the header is cut off.
    if (error instanceof RangeError) return bytes.byteLength < 12 ? 'not-image' : 'unreadable';
    throw error;
  }
  return 'not-image';
}

function positive(size: ImageSize | null): Parsed {
  return size === null || size.width === 0 || size.height === 0 ? 'unreadable' : size;
}

function pngSize(view: DataView): ImageSize | null {
  if (ascii(view, 12, 4) !== 'IHDR') return null;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** Walks the segments to the frame header (SOF0 to SOF15 without DHT, JPG and DAC). */
function jpegSize(view: DataView): ImageSize | null {
  for (let at = 2; view.getUint8(at) === 0xff;) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

function webpSize(view: DataView): ImageSize | null {
  switch (ascii(view, 12, 4)) {
    case 'VP8X':
      return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    default:
      return null;
  }
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}

function ascii(view: DataView, at: number, length: number): string {
  return String.fromCharCode(...Array.from({ length }, (_, index) => view.getUint8(at + index)));
}

function hex(view: DataView, at: number, length: number): string {
  return Array.from({ length }, (_, index) =>
    view
      .getUint8(at + index)
      .toString(16)
      .padStart(2, '0'),
  ).join('');
}
