import { readShortcut } from '#lib/shortcut-keys.ts';

const storageKey = 'latchkey.single-key-shortcuts';
/** How long `g` waits for its letter. */
const prefixMilliseconds = 1500;

interface Actions {
  readonly save: () => void;
  readonly help: () => void;
  /** Opens the tab with this digit or letter, if there is one. */
  readonly tab: (key: string) => void;
}

/** Keyboard shortcuts of the settings, and whether those of a single key are wanted. */
class Shortcuts {
  listed = $state(false);
  singleKeys = $state(true);
  #prefixedUntil = 0;

  /** Reads the person's choice; storage may be blocked, then the default holds. */
  restore(): void {
    try {
      this.singleKeys = localStorage.getItem(storageKey) !== 'off';
    } catch {
      this.singleKeys = true;
    }
  }

  choose(singleKeys: boolean): void {
    this.singleKeys = singleKeys;
    try {
      localStorage.setItem(storageKey, singleKeys ? 'on' : 'off');
    } catch {
      // Without storage the choice holds until the page is left.
    }
  }

  handle(event: KeyboardEvent, actions: Actions): void {
    // A dialog has the keyboard to itself.
    if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return;
    const shortcut = readShortcut(event, {
      typing: isEditable(event.target),
      prefixed: event.timeStamp < this.#prefixedUntil,
      singleKeys: this.singleKeys,
    });
    this.#prefixedUntil = shortcut?.does === 'prefix' ? event.timeStamp + prefixMilliseconds : 0;
    if (shortcut === null || shortcut.does === 'prefix') return;
    event.preventDefault();
    if (shortcut.does === 'tab') actions.tab(shortcut.key);
    else actions[shortcut.does]();
  }
}

function isEditable(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('input:not([type=checkbox], [type=radio], [type=file]), textarea, select'))
  );
}

export const shortcuts = new Shortcuts();
