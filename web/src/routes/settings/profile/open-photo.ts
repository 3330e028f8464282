import CropDialog from './CropDialog.svelte';
import { photoProblems } from './part-texts.ts';
import { readPhoto } from './photo-file.ts';

/** A picture, ready for its dialog. */
export interface OpenedPhoto {
  readonly ok: true;
  readonly bitmap: ImageBitmap;
  readonly CropDialog: typeof CropDialog;
}

/** Opens a chosen file; gives the sentence to show where it is no photo. */
export async function openPhoto(file: File): Promise<OpenedPhoto | { ok: false; message: string }> {
  const photo = await readPhoto(file);
  return photo.ok ? { ...photo, CropDialog } : { ok: false, message: photoProblems[photo.problem] };
}
