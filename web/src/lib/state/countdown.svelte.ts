/** Seconds until something may be tried again; counts with the clock, so that a sleeping tab catches up. */
export class Countdown {
  left = $state(0);
  #timer: ReturnType<typeof setInterval> | undefined;

  start(seconds: number): void {
    const end = Date.now() + seconds * 1000;
    const tick = (): void => {
      this.left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      if (this.left === 0) clearInterval(this.#timer);
    };
    clearInterval(this.#timer);
    this.#timer = setInterval(tick, 250);
    tick();
  }

  /** `0:45`, `12:05` */
  get clock(): string {
    return `${Math.floor(this.left / 60)}:${String(this.left % 60).padStart(2, '0')}`;
  }
}
