import type { PhotoStore } from '#functions/avatar/photo-store.ts';
import { newId } from '#functions/shared/ids.ts';

/** A store of photos in memory, which a test can make fail. */
export function memoryPhotos() {
  const stored = new Map<string, { bytes: Uint8Array; type: string }>();
  let fault: Error | null = null;
  const store: PhotoStore = {
    put: (bytes, image) => {
      if (fault !== null) return Promise.reject(fault);
      const path = `/avatars/${newId()}.${image.extension}`;
      stored.set(path, { bytes, type: image.type });
      return Promise.resolve(path);
    },
    delete: (path) => {
      if (fault !== null) return Promise.reject(fault);
      stored.delete(path);
      return Promise.resolve();
    },
  };
  return {
    store,
    stored,
    /** Makes the store fail, or work again with null. */
    fail: (next: Error | null) => {
      fault = next;
    },
  };
}
