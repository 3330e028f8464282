import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import * as contract from './contract.ts';
import { readChannels, type ReadChannelsDeps } from './read-channels.ts';

/** The operation that the cards of the Notifications tab begin with, bound to its use-case. */
export function channelOperations(deps: ReadChannelsDeps): BoundOperation[] {
  return [
    bind(contract.readChannels, async ({ auth }) => ({
      ok: true,
      body: await readChannels(deps, auth.account),
    })),
  ];
}
