import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { TestApi } from './test-api.ts';

/** Everything in the table that still names somebody, by any of these words or their hashes. */
export async function residueIn(api: Pick<TestApi, 'items'>, words: readonly string[]): Promise<string[]> {
  const textOf = (item: Record<string, unknown>) =>
    JSON.stringify(item, (_, value: unknown) =>
      value instanceof Uint8Array && value[0] === 0x1f ? gunzipSync(value).toString() : value,
    );
  const traces = words.flatMap((word) => {
    const hash = createHash('sha256').update(word).digest();
    return [word, hash.toString('base64url'), hash.toString('hex')];
  });
  return (await api.items())
    .filter((item) => traces.some((trace) => textOf(item).includes(trace)))
    .map(({ pk, sk }) => `${String(pk)} / ${String(sk)}`);
}
