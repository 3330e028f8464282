import * as v from 'valibot';

import { erasureCompletedSample, erasureCompletedType } from '#events/erasure-completed.ts';
import { lifecycleEvents } from '#events/lifecycle/catalogue.ts';
import { notificationRequested } from '#events/notification-requested.ts';
import { findNotificationType, notificationTypes } from '#events/notifications/catalogue.ts';
import { sampleRequest } from '#events/notifications/sample-request.ts';
import { sampleEnvelope } from '#events/samples.ts';

import type { NotificationType } from '#events/notifications/notification-type.ts';
import type { BusEntry } from '../bus/bus-event.ts';
import { productSource } from '../bus/rules.ts';
import type { Bus } from '../bus/start-bus.ts';
import { InputError, json, readInput } from './answers.ts';
import type { LocalRoute } from './control.ts';

const samples = '/__local/events/samples/';
const sampleCompany = '0198f1f0-5d20-7a44-8c11-3f2e9b7d6a51';

const inputSchema = v.object({
  detailType: v.pipe(v.string('The type must be a text.'), v.nonEmpty('The type is empty.')),
  // A record would be made of an array, too.
  detail: v.custom<Record<string, unknown>>(
    (detail) => typeof detail === 'object' && detail !== null && !Array.isArray(detail),
    'The detail must be an object.',
  ),
  source: v.optional(v.pipe(v.string('The source must be a text.'), v.nonEmpty('The source is empty.'))),
});

/** Puts events on the bus as a product would, and shows what each type looks like. */
export function eventRoutes(bus: Pick<Bus, 'put'>): LocalRoute[] {
  return [
    {
      method: 'POST',
      path: '/__local/events',
      answer: async (request) => {
        const { detailType, detail, source } = readInput(inputSchema, request);
        const usual = productTypes.has(detailType) ? { source: productSource } : {};
        const entry = { detailType, detail, ...usual, ...(source === undefined ? {} : { source }) };
        return json(202, { id: await put(bus, entry) });
      },
    },
    {
      method: 'GET',
      path: '/__local/events/samples',
      answer: () =>
        json(200, {
          types: lifecycleEvents.map(({ type, description }) => ({ type, description })),
          notifications: notificationTypes.map(({ id, description }) => ({ id, description })),
        }),
    },
    {
      method: 'GET',
      path: samples,
      answer: ({ path }) => {
        const type = path.slice(samples.length);
        const notification = findNotificationType(type);
        if (notification !== undefined) return json(200, sampleOf(notification));
        if (type === erasureCompletedType) return json(200, answerSample);
        const known = lifecycleEvents.some((event) => event.type === type);
        if (!known) throw new InputError('type', `The types are listed at ${samples.slice(0, -1)}.`);
        return json(200, sampleEnvelope(type));
      },
    },
  ];
}

/** What only a product sends: without a source, it comes from one. */
const productTypes: ReadonlySet<string> = new Set([notificationRequested, erasureCompletedType]);

/** The answer of a data owner, as it is posted to `/__local/events`. */
const answerSample = {
  detailType: erasureCompletedType,
  source: productSource,
  detail: erasureCompletedSample,
};

/** What to post to `/__local/events`, once the company is one that there is. */
function sampleOf(type: NotificationType) {
  return {
    detailType: notificationRequested,
    source: productSource,
    detail: sampleRequest(type, sampleCompany),
  };
}

async function put(bus: Pick<Bus, 'put'>, entry: BusEntry): Promise<string> {
  try {
    return await bus.put(entry);
  } catch (error) {
    // Longer than the bus takes.
    if (error instanceof RangeError) throw new InputError('detail', error.message);
    throw error;
  }
}
