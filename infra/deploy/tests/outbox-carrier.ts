import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { join } from 'node:path';

import { eventSource } from '#events/envelope.ts';
import { openMessageStore } from '#infra/local/bus/message-store.ts';
import { createPipe } from '#infra/local/bus/pipe.ts';
import { startStreamPoller } from '#infra/local/bus/stream-poller.ts';
import { createStreamReader } from '#infra/local/bus/stream-reader.ts';

export interface CarrierSettings {
  readonly client: { readonly endpoint: string; readonly region: string };
  readonly folder: string;
  readonly tableName: string;
  readonly outboxFunction: string;
  readonly busName: string;
}

/**
 * Plays the pipe: the emulator makes it, but its pipes deliver to no bus. The deployed table's stream goes through the
 * deployed enrichment to the deployed bus; only the hand that carries is ours, the one of the local stack.
 */
export async function startOutboxCarrier(settings: CarrierSettings) {
  const { client, folder, tableName } = settings;
  const lambda = new LambdaClient(client);
  const bus = new EventBridgeClient(client);
  const deadLetters = await openMessageStore(join(folder, 'outbox-dead-letters'));
  const deliver = createPipe({
    enrich: async (changes) => {
      const { Payload, FunctionError } = await lambda.send(
        new InvokeCommand({ FunctionName: settings.outboxFunction, Payload: JSON.stringify(changes) }),
      );
      const answer = Buffer.from(Payload ?? []).toString('utf8');
      if (FunctionError !== undefined) throw new Error(`The outbox function failed: ${answer}`);
      return JSON.parse(answer) as unknown;
    },
    put: async (envelope) => {
      const { FailedEntryCount } = await bus.send(
        new PutEventsCommand({
          Entries: [
            {
              EventBusName: settings.busName,
              Source: eventSource,
              DetailType: envelope.type,
              Detail: JSON.stringify(envelope),
            },
          ],
        }),
      );
      if (FailedEntryCount) throw new Error(`The bus refused ${envelope.type}`);
    },
    deadLetters,
    clock: { now: () => Date.now(), onAdvance: () => () => undefined },
  });
  const read = createStreamReader({
    client: new DynamoDBStreamsClient(client),
    tableName,
    checkpointFile: join(folder, 'checkpoint.json'),
  });
  return startStreamPoller({ read, deliver });
}
