import { readdirSync } from 'node:fs';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { lifecycleEvents } from './lifecycle/catalogue.ts';
import { sampleEnvelope } from './samples.ts';

const uuid = v.pipe(v.string(), v.uuid());

test.each(lifecycleEvents.map((event) => [event.type, event] as const))(
  '%s has a sample that its schemas accept whole',
  (type, event) => {
    const sample = sampleEnvelope(type);
    expect(sample).toMatchObject({ type, version: event.version });
    // Unknown entries are stripped by a schema, so equality shows that the sample has none.
    expect(v.parse(event.data, sample.data)).toEqual(sample.data);
    expect(v.parse(uuid, sample.id)).toBe(sample.id);
  },
);

test('every sample belongs to an event, and no two share an id', () => {
  const types = readdirSync(new URL('samples/', import.meta.url)).map((file) => file.replace(/\.json$/, ''));
  expect(types.toSorted()).toEqual(lifecycleEvents.map(({ type }) => type).toSorted());
  expect(new Set(types.map((type) => sampleEnvelope(type).id)).size).toBe(types.length);
});

test('a type that is no event name reads no file', () => {
  expect(() => sampleEnvelope('../../package')).toThrow();
  expect(() => sampleEnvelope('latchkey.no-such.event')).toThrow();
});

test('every file that declares an event is in the catalogue', () => {
  const files = readdirSync(new URL('lifecycle/', import.meta.url)).filter((file) => file !== 'catalogue.ts');
  expect(lifecycleEvents).toHaveLength(files.length);
});
