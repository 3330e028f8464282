import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { envelopeSchema, type Envelope } from './envelope.ts';

const typeSchema = v.pipe(v.string(), v.regex(/^latchkey\.[a-z-]+\.[a-z-]+$/));

/** The sample envelope of an event type, from `events/samples/<type>.json`. Throws when there is none. */
export function sampleEnvelope(type: string): Envelope {
  const file = new URL(`samples/${v.parse(typeSchema, type)}.json`, import.meta.url);
  return v.parse(v.pipe(v.string(), v.parseJson(), envelopeSchema), readFileSync(file, 'utf8'));
}
