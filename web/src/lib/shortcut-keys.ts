/** What a key press asks for. `key` is the digit or letter of a tab. */
export type Shortcut =
  { readonly does: 'save' | 'help' | 'prefix' } | { readonly does: 'tab'; readonly key: string };

/** What of a key press decides. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Where it was pressed. */
export interface KeyContext {
  /** In a text field, where letters are text. */
  readonly typing: boolean;
  /** After `g`. */
  readonly prefixed: boolean;
  /** Whether shortcuts of plain characters are on (WCAG 2.1.4). */
  readonly singleKeys: boolean;
}

/**
 * Reads a key press: Ctrl or ⌘ and S saves, Ctrl and a digit opens a tab, and for browsers that keep those digits to
 * themselves `g` and then a letter; `?` lists them all.
 */
export function readShortcut(press: KeyPress, { typing, prefixed, singleKeys }: KeyContext): Shortcut | null {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = press;
  if (altKey) return null;
  if ((ctrlKey || metaKey) && !shiftKey && key.toLowerCase() === 's') return { does: 'save' };
  if (ctrlKey && !metaKey && !shiftKey && /^[1-5]$/.test(key)) return { does: 'tab', key };
  if (ctrlKey || metaKey || typing || !singleKeys) return null;
  // Not by Shift: where `?` lies differs from keyboard to keyboard.
  if (key === '?') return { does: 'help' };
  if (prefixed && /^[a-z]$/i.test(key)) return { does: 'tab', key: key.toLowerCase() };
  return key === 'g' ? { does: 'prefix' } : null;
}
