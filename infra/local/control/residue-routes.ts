import { createHash } from 'node:crypto';

import { InputError, json } from './answers.ts';
import type { LocalRoute } from './control.ts';

/** What a store still holds: where it is, and all of it as text. */
export interface StoredThing {
  readonly where: string;
  readonly text: string;
}

/** Reads everything that a store holds. */
export type Store = () => AsyncIterable<StoredThing> | Iterable<StoredThing>;

/** What somebody is looked for by. */
const asked = ['email', 'accountId', 'name', 'phone'];

/** Finds what is left of somebody, by address, account id, name and phone, in every store of the local stack. */
export function residueRoutes(stores: readonly Store[]): LocalRoute[] {
  return [
    {
      method: 'GET',
      path: '/__local/residue',
      answer: async ({ query }) => {
        const given = asked.map((name) => query.get(name)?.trim() ?? '');
        const wanted = given.filter((text) => text !== '');
        if (wanted.length === 0)
          throw new InputError('email', 'Name an email, an accountId, a name or a phone.');
        const where = await findTraces(stores, wanted);
        return json(200, { items: where.length, where });
      },
    },
  ];
}

/** Where in the stores any of these texts still stands, in any of the forms that texts have there. */
export async function findTraces(stores: readonly Store[], wanted: readonly string[]): Promise<string[]> {
  const traces = wanted.flatMap(tracesOf);
  const where: string[] = [];
  for (const store of stores) {
    for await (const thing of store()) {
      const text = `${thing.where}\n${thing.text}`.toLowerCase();
      if (traces.some((trace) => text.includes(trace))) where.push(thing.where);
    }
  }
  return where;
}

/** How somebody's address or id can stand in a store: as it is, inside a URL, or as the hash that some keys are made of. */
function tracesOf(text: string): string[] {
  const plain = text.toLowerCase();
  const hash = createHash('sha256').update(plain).digest();
  return [plain, encodeURIComponent(plain), hash.toString('base64url'), hash.toString('hex')].map((trace) =>
    trace.toLowerCase(),
  );
}
