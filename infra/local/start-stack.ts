import type { RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { S3Client } from '@aws-sdk/client-s3';

import { contracts } from '#functions/handlers/contracts.ts';
import { siteHeaders } from '#infra/site-headers.ts';

import { applyVariables, awsVariables } from './aws-variables.ts';
import {
  chainQueue,
  defaultRules,
  deliveryQueue,
  exportQueue,
  feedbackQueue,
  mailQueue,
  productQueue,
  ownerAnswerQueue,
  requestQueue,
} from './bus/rules.ts';
import { startBus } from './bus/start-bus.ts';
import type { Bus } from './bus/start-bus.ts';
import type { Clock } from './clock.ts';
import { clockRoutes } from './control/clock-routes.ts';
import { createControl } from './control/control.ts';
import type { LocalRoute } from './control/control.ts';
import { eventRoutes } from './control/event-routes.ts';
import { faultRoutes } from './control/fault-routes.ts';
import { indexRoutes } from './control/index-page.ts';
import { recordRoutes } from './control/record-routes.ts';
import { residueRoutes } from './control/residue-routes.ts';
import { tableStore } from './control/stores.ts';
import { startDueSweep } from './due-sweep.ts';
import type { DueSweep } from './due-sweep.ts';
import { startSweeper } from './dynamodb/expiry-sweep.ts';
import { functionVariables, queueVariables } from './function-variables.ts';
import { createApi } from './gateway/api.ts';
import { createAvatars } from './gateway/avatars.ts';
import { createGateway } from './gateway/gateway.ts';
import { createSite } from './gateway/site.ts';
import { loadFunctions } from './load-functions.ts';
import { mailbox } from './mailbox/mailbox.ts';
import { mailboxRoutes } from './mailbox/mailbox-routes.ts';
import { names } from './names.ts';
import type { Variables } from './names.ts';
import { prepareParts } from './prepare-parts.ts';
import { feedbackEntry } from './ses-feedback.ts';
import type { FeedbackEvent } from './ses/feedback.ts';
import { answerReports } from './product/answer-reports.ts';
import { startSqs } from './sqs/start-sqs.ts';
import { startParts } from './start-parts.ts';
import type { Parts } from './start-parts.ts';

export interface StackOptions {
  readonly url: string;
  readonly stateDir: string;
  readonly clock: Clock;
  /** The environment as it was when the stack was started. */
  readonly variables: Variables;
  /** Resolves with the folder of the built site; the rest starts meanwhile. */
  readonly site: Promise<string>;
}

/** The running stack: everything but the port that it is served on. */
export interface Stack {
  readonly listener: RequestListener;
  readonly parts: Parts;
  readonly bus: Bus;
  /** The environment of the functions, for tools that work on the running stack. */
  readonly variables: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

/** Starts every part, then what runs on them: functions, stream and bus, gateway. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { url, stateDir, clock, variables } = options;
  const closers: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    // SES reports what it sent to the bus, which only starts when SES is there for the mailer.
    const started = Promise.withResolvers<Bus>();
    const onFeedback = async (event: FeedbackEvent) => {
      await (await started.promise).put(feedbackEntry(event));
    };
    // Region and login are needed to ask a replaced part; where every part is, can be said only afterwards.
    applyVariables(awsVariables({}, variables));
    const parts = await startParts({ stateDir, clock, variables, onFeedback });
    closers.push(parts.close);
    const sqs = await startSqs();
    closers.push(() => sqs.close());
    const environment = {
      ...awsVariables(parts.endpoints, variables),
      ...queueVariables(sqs.endpoint),
      ...functionVariables(url, parts.userPool, variables),
    };
    applyVariables(environment);
    const [functions, { originSecret }] = await Promise.all([
      loadFunctions(),
      prepareParts(variables, parts.userPool.clientSecret),
    ]);

    const streams = new DynamoDBStreamsClient({ endpoint: parts.endpoints.dynamodb, maxAttempts: 1 });
    const table = new DynamoDBClient({ maxAttempts: 1 });
    const bus = await startBus({
      stateDir,
      streams,
      tableName: names.table,
      enrich: functions.outbox,
      rules: defaultRules,
      queues: [
        { name: mailQueue, consumer: functions.mailer },
        { name: requestQueue, consumer: functions.expand, timeoutSeconds: 60 },
        { name: deliveryQueue, consumer: functions.deliver, timeoutSeconds: 120 },
        // As when deployed: the fewer at once, the less often two want to extend the same chain.
        { name: chainQueue, consumer: functions.chain, batchSize: 100, concurrency: 2, timeoutSeconds: 60 },
        { name: feedbackQueue, consumer: functions.feedback },
        { name: productQueue, consumer: answerReports(async (entry) => (await started.promise).put(entry)) },
        { name: ownerAnswerQueue, consumer: functions.ownerAnswers },
        {
          name: exportQueue,
          consumer: functions.exporter,
          batchSize: 1,
          maxReceives: 3,
          // As the function's own when deployed.
          timeoutSeconds: 900,
        },
      ],
      clock,
    });
    sqs.connect(bus.queues);
    started.resolve(bus);
    closers.push(() => bus.close(), startSweeper(table, names.table, clock));
    parts.durable?.attach(new Map([[names.erasureFunction, functions.erasure]]));
    const dueSweep = startDueSweep(functions.sweep, clock);
    closers.push(() => dueSweep.close());
    const listener = await serve(options, { parts, bus, table, functions, dueSweep, originSecret });
    return { listener, parts, bus, variables: setOnes(environment), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function setOnes(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const set: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) if (value !== undefined) set[name] = value;
  return set;
}

interface Running {
  readonly parts: Parts;
  readonly bus: Bus;
  readonly table: DynamoDBClient;
  readonly functions: Awaited<ReturnType<typeof loadFunctions>>;
  readonly dueSweep: DueSweep;
  readonly originSecret: string;
}

async function serve(
  { url, clock, site }: StackOptions,
  { parts, bus, table, functions, dueSweep, originSecret }: Running,
): Promise<RequestListener> {
  const siteFolder = await site;
  const api = createApi({ contracts, handlers: functions.api, originSecret });
  return createGateway({
    api: async (...request) => {
      const answer = await api(...request);
      // Mails leave at once instead of at the next look into the stream.
      bus.wake();
      return answer;
    },
    site: createSite(siteFolder, siteHeaders(siteFolder)),
    avatars: createAvatars(new S3Client({ forcePathStyle: true, maxAttempts: 1 }), names.avatarBucket),
    local: createControl([
      ...indexRoutes(url),
      ...clockRoutes(clock, async () => {
        const done = dueSweep.idle().then(() => parts.durable?.idle());
        await Promise.race([done, sleep(sweepMilliseconds, undefined, { ref: false })]);
        bus.wake();
      }),
      ...faultRoutes(parts.faults),
      ...eventRoutes(bus),
      ...recordRoutes(functions.sampleRecords),
      ...(parts.ses ? afterDelivery(bus, mailboxRoutes({ ses: mailbox(parts.ses, parts.sms) })) : []),
      ...residueRoutes([
        tableStore('table', table, names.table),
        tableStore('records', table, names.recordsTable),
        ...parts.stores,
      ]),
    ]),
  });
}

/** How long whoever moves the clock waits for what falls due by it, which may be stuck while a part is down. */
const sweepMilliseconds = 10_000;

/** How long the mailbox waits for what is on its way, which may be stuck while a part is down. */
const deliveryMilliseconds = 2000;

/** Whoever looks into the mailbox right after a request finds the mail that it caused. */
function afterDelivery(bus: Bus, routes: readonly LocalRoute[]): LocalRoute[] {
  return routes.map((route) => ({
    ...route,
    answer: async (request) => {
      await Promise.race([bus.idle(), sleep(deliveryMilliseconds, undefined, { ref: false })]);
      return route.answer(request);
    },
  }));
}
