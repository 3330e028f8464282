import { randomUUID } from 'node:crypto';

import { ValiError } from 'valibot';

import { startStandInServer } from '../stand-in-server.ts';
import type { StandInAnswer, StandInRequest, StandInServer } from '../stand-in-server.ts';
import { operations, Refusal } from './operations.ts';
import type { Queues } from './operations.ts';

export interface Sqs extends StandInServer {
  /** Tells it of the queues: those of the bus, which starts when the functions that send to them are loaded. */
  connect(queues: Queues): void;
}

const target = 'AmazonSQS.';
const contentType = 'application/x-amz-json-1.0';

/** Starts the local stand-in for SQS: its JSON protocol in front of the queues in this process. */
export async function startSqs(): Promise<Sqs> {
  let connected: Queues = new Map();
  const server = await startStandInServer({
    longestBody: 2 * 1024 * 1024,
    answer: (request) => answer(connected, request),
  });
  return {
    ...server,
    connect: (queues) => {
      connected = queues;
    },
  };
}

async function answer(queues: Queues, { headers, body }: StandInRequest): Promise<StandInAnswer> {
  try {
    if (headers.authorization?.startsWith('AWS4-HMAC-SHA256 ') !== true)
      throw new Refusal('MissingAuthenticationTokenException', 'Missing Authentication Token');
    const operation = operations.get(String(headers['x-amz-target']).slice(target.length));
    if (operation === undefined) throw new Refusal('InvalidAction', 'There is no such operation.');
    const endpoint = `http://${headers.host ?? ''}`;
    const input: unknown = JSON.parse(body.toString());
    return reply(200, await operation(queues, input, endpoint));
  } catch (error) {
    const refusal =
      error instanceof ValiError || error instanceof SyntaxError
        ? new Refusal('InvalidParameterValue', error.message)
        : error;
    if (!(refusal instanceof Refusal)) throw error;
    return reply(400, { __type: `com.amazonaws.sqs#${refusal.type}`, message: refusal.message });
  }
}

const reply = (status: number, body: object): StandInAnswer => ({
  status,
  headers: { 'content-type': contentType, 'x-amzn-requestid': randomUUID() },
  body: JSON.stringify(body),
});
