import * as v from 'valibot';

import { parseDuration } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { InputError, json, readInput } from './answers.ts';
import type { LocalRoute } from './control.ts';

const expected = 'Write a number and s, m, h, d or w, such as "90s" or "8d"; ten years at most.';
const inputSchema = v.object({ advance: v.string(expected) });

/** Tells the time that everything local sees, and moves it forward; answers when what fell due by it is done. */
export function clockRoutes(clock: Clock, swept: () => Promise<void>): LocalRoute[] {
  const tell = () => json(200, { now: new Date(clock.now()).toISOString() });
  return [
    { method: 'GET', path: '/__local/clock', answer: tell },
    {
      method: 'POST',
      path: '/__local/clock',
      answer: async (request) => {
        const milliseconds = parseDuration(readInput(inputSchema, request).advance);
        if (milliseconds === undefined) throw new InputError('advance', expected);
        clock.advance(milliseconds);
        await swept();
        return tell();
      },
    },
  ];
}
