import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type Envelope, envelopeSchema } from '#events/envelope.ts';
import * as v from 'valibot';

const recordSchema = v.object({
  dynamodb: v.object({
    NewImage: v.custom<Record<string, AttributeValue>>(
      (image) => typeof image === 'object' && image !== null,
    ),
  }),
});

/**
 * The pipe's enrichment: turns stream records of event items into the events that go on the bus. It adds and
 * decides nothing; the filter before it lets only new event items through.
 */
export function handler(records: unknown): Promise<Envelope[]> {
  const images = v.parse(v.array(recordSchema), records).map(({ dynamodb }) => unmarshall(dynamodb.NewImage));
  return Promise.resolve(images.map((image) => v.parse(envelopeSchema, image)));
}
