const second = 1000;

/** How long to wait before asking again. */
export const waits = {
  /** While somebody looks at the page. */
  shown: 20 * second,
  /** In a tab that nobody sees: just so that its title is not hours behind. */
  hidden: 5 * 60 * second,
  /** After failures in a row it doubles up to this. */
  longest: 10 * 60 * second,
} as const;

/** The next wait, by whether the page is seen and how often asking has failed in a row. */
export function waitAfter(failures: number, hidden: boolean): number {
  const usual = hidden ? waits.hidden : waits.shown;
  return Math.min(usual * 2 ** failures, waits.longest);
}

interface Surroundings {
  /** Asks; tells whether there was an answer. */
  readonly ask: () => Promise<boolean>;
  readonly hidden: () => boolean;
  readonly online: () => boolean;
}

/**
 * Asks again and again: less often in a tab that nobody sees and after failures, not at all without a network. `look`
 * is to be called when the tab is shown or the network is back: then it asks at once. Gives how to end it.
 */
export function startPolling({ ask, hidden, online }: Surroundings): { look: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let asking = false;
  let stopped = false;

  const plan = () => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void turn(), waitAfter(failures, hidden()));
  };
  const turn = async () => {
    if (asking || stopped) return;
    if (online()) {
      asking = true;
      failures = (await ask()) ? 0 : failures + 1;
      asking = false;
    }
    plan();
  };
  plan();
  return {
    look: () => {
      if (hidden()) plan();
      else void turn();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
