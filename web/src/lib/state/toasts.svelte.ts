/** How long a toast stays (DESIGN section 7). */
const lifetime = 4000;

export interface Toast {
  readonly id: number;
  readonly tone: 'success' | 'error';
  readonly text: string;
}

/** The short messages at the top of the page. */
class Toasts {
  shown = $state<readonly Toast[]>([]);
  #next = 1;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  success(text: string): void {
    this.#show('success', text);
  }

  error(text: string): void {
    this.#show('error', text);
  }

  dismiss(id: number): void {
    this.hold(id);
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }

  /** Stops the clock of a toast that is being read or pointed at (WCAG 2.2.1). */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  /** Starts its clock anew. */
  release(id: number): void {
    this.hold(id);
    this.#timers.set(
      id,
      setTimeout(() => this.dismiss(id), lifetime),
    );
  }

  #show(tone: Toast['tone'], text: string): void {
    // The same sentence twice is one toast, shown anew.
    for (const { id, text: old } of this.shown) if (old === text) this.dismiss(id);
    const id = this.#next++;
    this.shown = [...this.shown, { id, tone, text }].slice(-3);
    this.release(id);
  }
}

export const toasts = new Toasts();
