const storageKey = 'latchkey.push';

/** Whose messages this browser was chosen to show: nobody else's come to it by themselves. Storage may be blocked. */
export const pushOwner = {
  /** An account id. */
  get(): string | null {
    try {
      return localStorage.getItem(storageKey);
    } catch {
      return null;
    }
  },
  set(accountId: string | null): void {
    try {
      if (accountId === null) localStorage.removeItem(storageKey);
      else localStorage.setItem(storageKey, accountId);
    } catch {
      // Then it has to be turned on again with each session.
    }
  },
};
