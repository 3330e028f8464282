import { toasts } from './state/toasts.svelte.ts';
import { texts } from './messages.ts';

/**
 * Loads a part of the page when it is used.
 *
 * @returns the part, or null when it could not be fetched. The person is told to reload the page, since not every
 *   browser fetches a module again that failed once (whatwg/html issue 6768).
 */
export async function loadPart<Part>(part: () => Promise<Part>): Promise<Part | null> {
  try {
    return await part();
  } catch {
    toasts.error(texts.partFailed);
    return null;
  }
}
