const storageKey = 'latchkey.push';

/** Whose messages this browser was chosen to show: nobody else's come to it by themselves. Storage may be blocked. */
export const pushOwner = {
  /** An account id. */
  get(): string | null {
    return read()[0] ?? null;
  },
  /** The address that the API was told: if it knows it no more, it was turned off from another browser. */
  told(): string | undefined {
    return read()[1];
  },
  set(accountId: string | null, endpoint = ''): void {
    try {
      if (accountId === null) localStorage.removeItem(storageKey);
      else localStorage.setItem(storageKey, `${accountId} ${endpoint}`);
    } catch {
      // Then it has to be turned on again with each session.
    }
  },
};

function read(): string[] {
  try {
    return localStorage.getItem(storageKey)?.split(' ') ?? [];
  } catch {
    return [];
  }
}
