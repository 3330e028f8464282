import { SendRawEmailCommand, SESClient } from '@aws-sdk/client-ses';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { seconds } from '../clock.ts';
import type { Message } from './compose-message.ts';

/** Hands a message over; throws when it was not accepted, or when nobody can tell. */
export type SendMessage = (message: Message) => Promise<void>;

/**
 * Opens SES. Three tries of at most four seconds and their pauses stay far below the lease of a receipt. A try
 * whose reply is lost is repeated though SES may have taken it: see `sendMails`. Whoever would rather miss a mail than
 * send it twice asks for a single try.
 */
export function openSes(maxAttempts = 3): SESClient {
  return new SESClient({
    maxAttempts,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: seconds,
      requestTimeout: 3 * seconds,
      throwOnRequestTimeout: true,
    }),
  });
}

/** Sends by SES; the tags come back in bounces and complaints. */
export function sesSender(client: SESClient, configurationSet: string | undefined): SendMessage {
  return async ({ from, to, mime, mailId, eventId }) => {
    await client.send(
      new SendRawEmailCommand({
        Source: from,
        Destinations: [to],
        RawMessage: { Data: mime },
        ...(configurationSet === undefined ? {} : { ConfigurationSetName: configurationSet }),
        Tags: [
          { Name: 'mail', Value: mailId },
          { Name: 'event-id', Value: eventId },
        ],
      }),
    );
  };
}
