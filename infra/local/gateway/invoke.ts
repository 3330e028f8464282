import { randomUUID } from 'node:crypto';

import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';

import { readResult } from './result.ts';
import type { Answer } from './result.ts';

/** What the runtime of Node 24 passes; it has the callbacks of old no more. */
export type LambdaContext = Omit<Context, 'done' | 'fail' | 'succeed'>;

/** What a handler module exports. */
export type ApiHandler = (event: APIGatewayProxyEventV2, context: LambdaContext) => unknown;

/** API Gateway's own words, for what isn't the function's answer. */
const failure = (status: number, message: string): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  cookies: [],
  body: Buffer.from(JSON.stringify({ message })),
});

/**
 * Calls a function as API Gateway calls Lambda. What it throws, and a result that isn't one, becomes a bare 500 whose
 * cause is only in the log; after `seconds` without a result the answer is 503, whatever the function still does.
 */
export async function invoke(
  name: string,
  handler: ApiHandler,
  event: APIGatewayProxyEventV2,
  seconds: number,
): Promise<Answer> {
  const { promise: late, resolve } = Promise.withResolvers<Answer>();
  const timer = setTimeout(() => {
    console.error(`The function ${name} took longer than ${seconds} s (${event.routeKey}).`);
    resolve(failure(503, 'Service Unavailable'));
  }, seconds * 1000);

  const run = async (): Promise<Answer> => {
    try {
      return readResult(await handler(event, contextOf(name, seconds)));
    } catch (error) {
      console.error(
        `The function ${name} failed (${event.routeKey}, ${event.requestContext.requestId}):`,
        error,
      );
      return failure(500, 'Internal Server Error');
    }
  };
  try {
    return await Promise.race([run(), late]);
  } finally {
    clearTimeout(timer);
  }
}

function contextOf(name: string, seconds: number): LambdaContext {
  // Not the wall clock: that one can be shifted while the function runs.
  const end = performance.now() + seconds * 1000;
  const awsRequestId = randomUUID();
  return {
    awsRequestId,
    functionName: `latchkey-local-${name}`,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:latchkey-local-${name}`,
    memoryLimitInMB: '1024',
    logGroupName: `/aws/lambda/latchkey-local-${name}`,
    logStreamName: `local/[$LATEST]${awsRequestId}`,
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(end - performance.now())),
  };
}
