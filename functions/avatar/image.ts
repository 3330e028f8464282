import type { FieldReason } from '#functions/shared/reasons.ts';
import { avatarPixels } from './contract.ts';
import { readJpeg } from './read-jpeg.ts';
import { readPng } from './read-png.ts';
import { readWebp } from './read-webp.ts';

/** What a photo's bytes turned out to be. */
export interface Image {
  readonly ok: true;
  readonly type: 'image/png' | 'image/jpeg' | 'image/webp';
  readonly extension: 'png' | 'jpg' | 'webp';
}

type Refused = { readonly ok: false; readonly reason: FieldReason };
const refused = (reason: FieldReason): Refused => ({ ok: false, reason });

/** What a format's reader found while walking a whole file. */
export interface Found {
  readonly width: number;
  readonly height: number;
  /** It holds more than a picture: where it was taken, a thumbnail, bytes behind its end. */
  readonly hasMetadata: boolean;
}

const formats = [
  { type: 'image/png', extension: 'png', read: readPng },
  { type: 'image/jpeg', extension: 'jpg', read: readJpeg },
  { type: 'image/webp', extension: 'webp', read: readWebp },
] as const;

/**
 * Tells what an uploaded photo is from its own bytes, whatever its declared type says, and refuses what the
 * site's crop would never send: other formats, other dimensions, metadata (it may hold where a photo was
 * taken), bytes behind the image, files that end too early.
 */
export function inspectImage(input: Uint8Array): Image | Refused {
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  for (const { type, extension, read } of formats) {
    const found = read(bytes);
    if (found === null) continue;
    if (found.width !== avatarPixels || found.height !== avatarPixels) return refused('image-dimensions');
    return found.hasMetadata ? refused('image-metadata') : { ok: true, type, extension };
  }
  return refused('image-type');
}
