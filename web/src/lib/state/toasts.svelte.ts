/** How long a toast stays (DESIGN section 7), and one that offers something to do. */
const lifetime = 4000;
const actionLifetime = 8000;

/** What a toast offers to do, such as to undo what it tells of. */
export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

export interface Toast {
  readonly id: number;
  readonly tone: 'success' | 'error';
  readonly text: string;
  readonly action?: ToastAction | undefined;
}

/** The short messages at the top of the page. */
class Toasts {
  shown = $state<readonly Toast[]>([]);
  #next = 1;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  success(text: string, action?: ToastAction): void {
    this.#show('success', text, action);
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
    const acts = this.shown.some((toast) => toast.id === id && toast.action);
    this.#timers.set(
      id,
      setTimeout(() => this.dismiss(id), acts ? actionLifetime : lifetime),
    );
  }

  #show(tone: Toast['tone'], text: string, action?: ToastAction): void {
    // The same sentence twice is one toast, shown anew.
    for (const { id, text: old } of this.shown) if (old === text) this.dismiss(id);
    const id = this.#next++;
    this.shown = [...this.shown, { id, tone, text, action }].slice(-3);
    this.release(id);
  }
}

export const toasts = new Toasts();
