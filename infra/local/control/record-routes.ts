import * as v from 'valibot';

import { InputError, json, readInput } from './answers.ts';
import type { LocalRoute } from './control.ts';

/** Makes records of the product's, so that there is something to reset, to export and to erase. */
export function recordRoutes(make: (input: unknown) => Promise<unknown>): LocalRoute[] {
  return [
    {
      method: 'POST',
      path: '/__local/records',
      answer: async (request) => {
        const input = readInput(v.unknown(), request);
        try {
          return json(201, await make(input));
        } catch (error) {
          if (!v.isValiError(error)) throw error;
          const [issue] = error.issues;
          throw new InputError(v.getDotPath(issue) ?? '', issue.message);
        }
      },
    },
  ];
}
