import { refuse, type Refusal } from '#functions/shared/outcome.ts';

/** Refuses a list that shuts out whoever saves it; `address` is what the form offers to add. */
export function wouldLockOut(address: string): Refusal {
  return refuse('would-lock-you-out', {
    address,
    detail: `Your address ${address} is not on this list. Add it, or save from an address that is.`,
  });
}
