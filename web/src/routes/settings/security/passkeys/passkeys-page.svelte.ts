import {
  addPasskey,
  listPasskeys,
  type NewCredential,
  removePasskey,
  renamePasskey,
} from '#functions/passkeys/contract.ts';
import type { OutputOf } from '#functions/shared/contract.ts';
import { call } from '#lib/api/call.ts';
import { Resource } from '#lib/state/resource.svelte.ts';

export type PasskeysDocument = OutputOf<typeof listPasskeys>;
export type PasskeyEntry = PasskeysDocument['passkeys'][number];

/** The passkeys as loaded, and every change of them; each gives the answer as `call` tells it. */
export class PasskeysPage extends Resource<PasskeysDocument> {
  constructor() {
    super(() => call(listPasskeys, {}));
  }

  async add(name: string, credential: NewCredential) {
    const outcome = await call(addPasskey, { body: { name, credential } });
    if (outcome.ok) {
      const added = outcome.data;
      this.#set((passkeys) => [...passkeys.filter(({ id }) => id !== added.id), added]);
    }
    return outcome;
  }

  async rename({ id }: PasskeyEntry, name: string) {
    const outcome = await call(renamePasskey, { params: { id }, body: { name } });
    if (outcome.ok) {
      this.#set((passkeys) => passkeys.map((entry) => (entry.id === id ? { ...entry, name } : entry)));
    }
    return outcome;
  }

  /** Removes one; that it was gone already is what was wanted, too. */
  async remove({ id }: PasskeyEntry) {
    const outcome = await call(removePasskey, { params: { id } });
    const gone = outcome.ok || outcome.problem.reason === 'not-found';
    if (gone) this.#set((passkeys) => passkeys.filter((entry) => entry.id !== id));
    return gone ? null : outcome.problem;
  }

  #set(change: (passkeys: PasskeyEntry[]) => PasskeyEntry[]): void {
    if (this.data) this.data = { passkeys: change(this.data.passkeys) };
  }
}
