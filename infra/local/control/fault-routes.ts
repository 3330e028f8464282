import * as v from 'valibot';

import { partNames } from '../names.ts';
import type { PartName } from '../names.ts';
import type { FaultMode } from '../stand-in-server.ts';
import { InputError, json, readInput } from './answers.ts';
import type { LocalRoute } from './control.ts';

/** Those parts that are ours to break; one that an endpoint variable replaces isn't. */
export type Faults = Partial<Record<PartName, (mode: FaultMode) => void | Promise<void>>>;

const modes = ['up', 'down', 'hang'] as const satisfies readonly FaultMode[];

const inputSchema = v.object({
  part: v.picklist(partNames, `The part must be one of ${partNames.join(', ')}.`),
  mode: v.picklist(modes, `The mode must be one of ${modes.join(', ')}.`),
});

/** Has a part fail, for tests of what happens then: it refuses connections, or takes them and never answers. */
export function faultRoutes(faults: Faults): LocalRoute[] {
  return [
    {
      method: 'POST',
      path: '/__local/faults',
      answer: async (request) => {
        const { part, mode } = readInput(inputSchema, request);
        const fault = faults[part];
        if (!fault)
          throw new InputError(
            'part',
            'That part is not one of the local stack, but the one of its endpoint variable.',
          );
        await fault(mode);
        return json(200, { part, mode });
      },
    },
  ];
}
