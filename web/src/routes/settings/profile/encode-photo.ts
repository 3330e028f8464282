import { avatarPixels, maxAvatarBytes } from '#functions/avatar/contract.ts';
import { stripMetadata } from './strip-metadata.ts';

/** Encodes what is on the canvas; a browser that can't write a type answers with another one, as `toBlob` does. */
export type Encode = (type: string, quality: number) => Promise<Blob | null>;

/** The best that fits comes first. Safari can't write WebP; JPEG follows there, and PNG never has to. */
const attempts = [
  ['image/webp', 0.92],
  ['image/webp', 0.8],
  ['image/webp', 0.6],
  ['image/jpeg', 0.9],
  ['image/jpeg', 0.75],
  ['image/jpeg', 0.5],
] as const;

/** The first encoding below the server's limit, without metadata; null when none could be made. */
export async function encodeWithinLimit(encode: Encode): Promise<Blob | null> {
  for (const [type, quality] of attempts) {
    const blob = await encode(type, quality);
    if (blob?.type !== type) continue;
    const bytes = stripMetadata(new Uint8Array(await blob.arrayBuffer()));
    if (bytes.byteLength <= maxAvatarBytes) return new Blob([bytes], { type });
  }
  return null;
}

/** Draws a square of the picture at the stored size and encodes it. */
export async function encodePhoto(
  bitmap: ImageBitmap,
  square: { x: number; y: number; side: number },
): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = avatarPixels;
  canvas.height = avatarPixels;
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.imageSmoothingQuality = 'high';
  const { x, y, side } = square;
  return encodeWithinLimit((type, quality) => {
    // JPEG has no transparency: without a ground, what is clear turns black.
    context.fillStyle = '#fff';
    if (type === 'image/jpeg') context.fillRect(0, 0, avatarPixels, avatarPixels);
    else context.clearRect(0, 0, avatarPixels, avatarPixels);
    context.drawImage(bitmap, x, y, side, side, 0, 0, avatarPixels, avatarPixels);
    return new Promise((done) => {
      canvas.toBlob(done, type, quality);
    });
  });
}
