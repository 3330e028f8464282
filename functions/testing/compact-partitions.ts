import { recordKey, recordPartitions } from '#functions/shared/records/record-key.ts';
import type { RecordCategory } from '#functions/shared/records/categories.ts';
import type { Partitions } from './memory-table.ts';

const idOf = (number: number) => `call-${String(number).padStart(8, '0')}`;
const numberOf = (id: string) => Number(id.slice('call-'.length));

/**
 * So many records of a category, each known by nothing but its id, outside the heap: however many there are, what is
 * measured is the memory of who erases them.
 */
export function compactPartitions(companyId: string, category: RecordCategory, count: number) {
  const ids = new Map(recordPartitions(companyId, category).map((pk) => [pk, new Uint32Array(count)]));
  const lengths = new Map<string, number>();
  for (let number = 0; number < count; number += 1) {
    const { pk } = recordKey(companyId, category, idOf(number));
    const at = lengths.get(pk) ?? 0;
    const within = ids.get(pk);
    if (within !== undefined) within[at] = number;
    lengths.set(pk, at + 1);
  }
  const held = new Map(
    [...ids].map(([pk, numbers]) => {
      const own = numbers.slice(0, lengths.get(pk) ?? 0);
      return [pk, { numbers: own, gone: new Uint8Array(own.length), first: 0 }];
    }),
  );
  let left = count;

  const partitions: Partitions = {
    get: () => undefined,
    put: () => {
      throw new Error('Nothing is put here');
    },
    delete: (pk, sk) => {
      const partition = held.get(pk);
      const at = placeOf(partition?.numbers, numberOf(sk));
      if (partition?.gone[at] !== 0) return;
      partition.gone[at] = 1;
      left -= 1;
      while (partition.gone[partition.first] === 1) partition.first += 1;
    },
    page: (pk, after, most) => {
      const { numbers, gone, first } = held.get(pk) ?? nothing;
      const items: { pk: string; sk: string }[] = [];
      const from = after === '' ? first : Math.max(first, placeOf(numbers, numberOf(after)) + 1);
      for (let at = from; at < numbers.length && items.length < most; at += 1)
        if (gone[at] === 0) items.push({ pk, sk: idOf(numbers[at] ?? 0) });
      return items;
    },
  };
  return { ...partitions, left: () => left };
}

const nothing = { numbers: new Uint32Array(), gone: new Uint8Array(), first: 0 };

/** Where a number stands among sorted ones. */
function placeOf(numbers: Uint32Array | undefined, number: number): number {
  let [low, high] = [0, (numbers?.length ?? 0) - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers?.[middle] ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
