/** What "Save Changes" and Ctrl+S do on the open tab. */
export interface SaveAction {
  readonly save: () => Promise<unknown>;
  readonly busy: boolean;
}

class Save {
  /** Null on tabs that save each change at once, and while there is nothing to save yet. */
  action = $state.raw<SaveAction | null>(null);

  /** Runs the tab's action unless it is running already. */
  run(): void {
    if (this.action && !this.action.busy) void this.action.save();
  }
}

export const save = new Save();

/** Called by a tab as it is set up: gives the header's button its action for as long as the tab is there. */
export function provideSave(action: SaveAction): void {
  $effect(() => {
    save.action = action;
    return () => (save.action = null);
  });
}
