/** Whether the account waits for its deletion: then only keeping it and taking its data along are open. */
class DeletionState {
  /** Told by the session, or by the first request that was refused for it. */
  pending = $state(false);
}

export const deletion = new DeletionState();
