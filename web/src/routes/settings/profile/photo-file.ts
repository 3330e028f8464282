import { avatarPixels } from '#functions/avatar/contract.ts';
import { imageSize, type ImageSize } from './image-size.ts';
import { greatestZoom } from './photo-crop.ts';

/** Greatest size of a file that is opened, in bytes. */
export const maxFileBytes = 20 * 1024 * 1024;
/** The shorter side must have this many pixels to make a photo of 512 that doesn't look torn. */
const minSidePixels = 128;
/** A small file can unpack to gigabytes; beyond this a phone's browser runs out of memory. */
const maxPixels = 100_000_000;
/** The stored side times the greatest zoom. */
const usefulSide = avatarPixels * greatestZoom;

export type PhotoProblem =
  'photo-not-image' | 'photo-too-large' | 'photo-too-many-pixels' | 'photo-too-small' | 'photo-unreadable';

export type PhotoCheck = { ok: true; size: ImageSize } | { ok: false; problem: PhotoProblem };

/** Judges a file by its first bytes, never by its name or declared type. */
export function checkPhoto(bytes: Uint8Array<ArrayBuffer>): PhotoCheck {
  if (bytes.byteLength > maxFileBytes) return { ok: false, problem: 'photo-too-large' };
  const size = imageSize(bytes);
  if (size === 'not-image') return { ok: false, problem: 'photo-not-image' };
  if (size === 'unreadable') return { ok: false, problem: 'photo-unreadable' };
  if (size.width * size.height > maxPixels) return { ok: false, problem: 'photo-too-many-pixels' };
  if (Math.min(size.width, size.height) < minSidePixels) return { ok: false, problem: 'photo-too-small' };
  return { ok: true, size };
}

/**
 * Opens a chosen file as a bitmap, the way up that its EXIF orientation says.
 *
 * @returns the bitmap, to be closed by the caller, or why the file is no photo
 */
export async function readPhoto(
  file: Blob,
): Promise<{ ok: true; bitmap: ImageBitmap } | { ok: false; problem: PhotoProblem }> {
  if (file.size > maxFileBytes) return { ok: false, problem: 'photo-too-large' };
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const check = checkPhoto(bytes);
    if (!check.ok) return check;
    return { ok: true, bitmap: await decode(new Blob([bytes])) };
  } catch {
    // The file went away, or the decoder gave up on it.
    return { ok: false, problem: 'photo-unreadable' };
  }
}

/** Decodes, and scales down what is larger than the greatest zoom needs: drawing 100 megapixels per move is slow. */
async function decode(blob: Blob): Promise<ImageBitmap> {
  const bitmap = await createImageBitmap(blob, { imageOrientation: 'from-image' });
  const scale = usefulSide / Math.min(bitmap.width, bitmap.height);
  if (scale >= 1) return bitmap;
  const smaller = await createImageBitmap(bitmap, {
    resizeWidth: Math.round(bitmap.width * scale),
    resizeHeight: Math.round(bitmap.height * scale),
    resizeQuality: 'high',
  });
  bitmap.close();
  return smaller;
}
