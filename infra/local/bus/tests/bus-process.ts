import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { defaultRules, mailQueue } from '../rules.ts';
import { startBus } from '../start-bus.ts';
import { testClock } from './test-clock.ts';
import { enrich, indexes, streamsClient } from './test-events.ts';

const [stateDir = '', endpoint = '', tableName = '', doneFile = ''] = process.argv.slice(2);

/** A bus in a process of its own, to be killed: it notes in a file what it has handled. */
await startBus({
  stateDir,
  streams: streamsClient(endpoint),
  tableName,
  enrich,
  rules: defaultRules.filter(({ target }) => target === 'log' || target.queue === mailQueue),
  queues: [
    {
      name: mailQueue,
      batchSize: 3,
      concurrency: 2,
      consumer: async (event) => {
        await sleep(10);
        appendFileSync(
          doneFile,
          indexes(event)
            .map((index) => `${index}\n`)
            .join(''),
        );
      },
    },
  ],
  clock: testClock({ running: true }),
});
