import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { operation, startTestChain, type TestChain } from '#functions/testing/test-chain.ts';
import { clientSettings } from '../aws/client-settings.ts';
import { openTable } from '../aws/table-client.ts';
import { isUnavailable } from '../aws/faults.ts';

let chain: TestChain;
let fault: unknown;
beforeAll(async () => {
  const throwing = () => {
    const { promise, reject } = Promise.withResolvers<never>();
    reject(fault);
    return promise;
  };
  chain = await startTestChain([
    operation({ id: 'throws' }, throwing),
    operation({ id: 'session', path: '/api/session-only', access: 'session' }),
    operation({ id: 'limited', path: '/api/limited', limit: { calls: 9, windowSeconds: 60 } }),
  ]);
});

const named = (name: string, more: object = {}) => Object.assign(new Error('the cause'), { name, ...more });

test('a 500 says nothing of its cause; the log has where it came from under the request id (ASVS 16.5.1, 16.5.3)', async () => {
  const secret = 'password=plum teapot for ada@example.test';
  for (fault of [
    new Error(secret),
    new TypeError(secret),
    Object.assign(new Error(secret), { code: secret }),
  ]) {
    chain.logged.length = 0;
    const { status, body, headers } = await chain.request('POST /api/try');
    expect([status, body.reason, headers['cache-control']]).toEqual([500, 'server-error', 'no-store']);
    expect(Object.keys(body).sort()).toEqual(['reason', 'requestId', 'status', 'title', 'type']);
    const [line = '{}', ...others] = chain.logged;
    expect(others).toEqual([]);
    expect(JSON.parse(line)).toMatchObject({
      level: 'error',
      requestId: body.requestId,
      operation: 'POST /api/try',
      fault: (fault as Error).name,
      stack: expect.stringContaining('faults.test.ts'),
    });
    // A message may quote input: neither the answer nor the log carries it (ASVS 16.2.5).
    expect(line + JSON.stringify(body)).not.toContain('plum');
  }
});

test('what is thrown need not be an error', async () => {
  for (fault of ['text', null, undefined, 7, { reason: 'unauthorized', statusCode: 200 }]) {
    const { status, body } = await chain.request('POST /api/try');
    expect([status, body.reason]).toEqual([500, 'server-error']);
  }
});

test('a dependency that is down, slow or throttling is 503, to be tried again (incident 13)', async () => {
  const down = [
    named('TimeoutError'),
    named('ThrottlingException'),
    named('ProvisionedThroughputExceededException'),
    named('TooManyRequestsException'),
    named('InternalServerError'),
    named('Error', { code: 'ECONNREFUSED' }),
    named('Error', { code: 'ECONNRESET' }),
    named('Error', { code: 'ENOTFOUND' }),
    named('Strange', { $response: { statusCode: 502 } }),
  ];
  for (fault of down) {
    const { status, body, headers } = await chain.request('POST /api/try');
    expect([status, body.reason, headers['retry-after']]).toEqual([503, 'dependency-unavailable', '5']);
  }
  const ours = [
    named('ValidationException', { $response: { statusCode: 400 } }),
    named('AccessDenied'),
    'TimeoutError',
  ];
  for (const mistake of ours) expect(isUnavailable(mistake)).toBe(false);
});

const over = (port: number) =>
  chain.requestOver(
    openTable(
      'gone',
      new DynamoDBClient({
        ...clientSettings(),
        endpoint: `http://127.0.0.1:${port}`,
        region: 'us-east-1',
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      }),
    ),
  );

// Takes connections and never answers.
const silent = createServer();
beforeAll(() => new Promise<void>((done) => silent.listen(0, '127.0.0.1', () => done())));
afterAll(() => silent.close());
const portOf = () => {
  const address = silent.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

test('with the table out of reach or silent every check fails closed, and does not wait for it for ever', async () => {
  const { cookie } = await chain.person();
  for (const port of [1, portOf()]) {
    const request = over(port);
    const answers = await Promise.all([
      request('POST /api/session-only', { cookie }),
      request('POST /api/limited'),
    ]);
    for (const { status, body, headers } of answers)
      expect([status, body.reason, headers['retry-after']]).toEqual([503, 'dependency-unavailable', '5']);
  }
});
