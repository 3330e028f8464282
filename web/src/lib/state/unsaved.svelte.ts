import { beforeNavigate, goto } from '$app/navigation';

/** Whether the page holds changes that leaving it would lose, and the question that guards them. */
class Unsaved {
  /** Set by `guardUnsaved`. */
  dirty = $state(false);
  /** Whether the question is open, answered by UnsavedDialog. */
  asking = $state(false);
  #answer: ((leave: boolean) => void) | null = null;

  /** Asks before losing changes; resolves to whether to go on. */
  async mayLeave(): Promise<boolean> {
    if (!this.dirty) return true;
    this.#answer?.(false);
    this.asking = true;
    return new Promise((resolve) => (this.#answer = resolve));
  }

  answer(leave: boolean): void {
    this.asking = false;
    if (leave) this.dirty = false;
    this.#answer?.(leave);
    this.#answer = null;
  }
}

export const unsaved = new Unsaved();

/** Guards the calling component's changes: on navigating by a dialog, on closing the tab by the browser's own. */
export function guardUnsaved(isDirty: () => boolean): void {
  $effect(() => {
    unsaved.dirty = isDirty();
    return () => (unsaved.dirty = false);
  });

  beforeNavigate((navigation) => {
    if (!unsaved.dirty) return;
    navigation.cancel();
    // Without a way to come back here, the browser asks by itself.
    if (navigation.willUnload || navigation.to === null) return;
    const { url } = navigation.to;
    const back = navigation.type === 'popstate' ? navigation.delta : null;
    void unsaved.mayLeave().then((leave) => {
      if (!leave) return;
      if (back === null) void goto(url);
      else history.go(back);
    });
  });
}
