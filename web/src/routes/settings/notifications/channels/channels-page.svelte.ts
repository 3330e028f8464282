import { readChannels } from '#functions/channels/contract.ts';
import type { OutputOf } from '#functions/shared/contract.ts';
import { call } from '#lib/api/call.ts';
import { Resource } from '#lib/state/resource.svelte.ts';

export type Channels = OutputOf<typeof readChannels>;

/** How notifications reach the person: the banner above the tab and the cards below read it together, once. */
class ChannelsPage extends Resource<Channels> {
  #loading: Promise<void> | null = null;

  constructor() {
    super(() => call(readChannels, {}));
  }

  /** Reads it, or waits for who is reading it already. */
  open(): Promise<void> {
    this.#loading ??= this.load().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }
}

export const channelsPage = new ChannelsPage();
