import {
  LambdaClient,
  InvokeCommand,
  SendDurableExecutionCallbackSuccessCommand,
} from '@aws-sdk/client-lambda';
import { type DurableContext, withDurableExecution } from '@aws/durable-execution-sdk-js';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { type Durable, startDurable } from './start-durable.ts';

let stateDir: string;
let open: Durable[] = [];
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'latchkey-durable-'));
});
afterEach(async () => {
  for (const durable of open) await durable.close();
  open = [];
  await rm(stateDir, { recursive: true });
});

function clock() {
  let shift = 0;
  const listeners = new Set<() => void>();
  return {
    now: () => Date.now() + shift,
    advance: (milliseconds: number) => {
      shift += milliseconds;
      for (const listener of listeners) listener();
    },
    onAdvance: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A runner over the folder of this test, with one function; its work may be another process's. */
async function run(work: (context: DurableContext) => Promise<unknown>, time = clock()) {
  const durable = await startDurable({ stateDir, clock: time });
  open.push(durable);
  const client = new LambdaClient({
    endpoint: durable.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const handler = withDurableExecution((_event: unknown, context: DurableContext) => work(context), {
    client,
  });
  durable.attach(new Map([['work', (event, context) => handler(event as never, context as never)]]));
  const start = (name = 'one', input = '{}') =>
    client.send(
      new InvokeCommand({
        FunctionName: 'work',
        InvocationType: 'Event',
        DurableExecutionName: name,
        Payload: input,
      }),
    );
  return { durable, client, start, time };
}

test('steps are done once and remembered, and a wait ends when the clock says so', async () => {
  const done: string[] = [];
  const { start, time } = await run(async (context) => {
    await context.step('first', () => Promise.resolve(done.push('first')));
    await context.wait('a week', { days: 7 });
    await context.step('second', () => Promise.resolve(done.push('second')));
  });
  await start();
  await expect.poll(() => done).toEqual(['first']);
  // The wait begins a moment later: time goes on until it is over.
  await vi.waitFor(
    () => {
      time.advance(7 * 86_400_000);
      expect(done).toEqual(['first', 'second']);
    },
    { interval: 200, timeout: 10_000 },
  );
});

test('an execution of the same name starts once; of another input it is refused', async () => {
  const done: string[] = [];
  const { start } = await run((context) => context.step('only', () => Promise.resolve(done.push('once'))));
  await Promise.all([start(), start()]);
  await expect.poll(() => done).toEqual(['once']);
  await start();
  await expect(start('one', '{"other":1}')).rejects.toThrow(
    expect.objectContaining({ name: 'DurableExecutionAlreadyStartedException' }),
  );
  await sleep(50);
  expect(done).toEqual(['once']);
});

test('a step that throws is tried again', async () => {
  let tries = 0;
  const { start } = await run((context) =>
    context.step(
      'flaky',
      () => {
        tries += 1;
        return tries < 3 ? Promise.reject(new Error('Not yet')) : Promise.resolve();
      },
      { retryStrategy: () => ({ shouldRetry: true, delay: { seconds: 1 } }) },
    ),
  );
  await start();
  await expect.poll(() => tries).toBe(3);
});

test('what a killed process left goes on in the next one, with what it had done', async () => {
  const done: string[] = [];
  const first = await run(async (context) => {
    await context.step('first', () => Promise.resolve(done.push('first')));
    // The process is gone here: nothing is heard of this invocation any more.
    await new Promise(() => undefined);
  });
  await first.start();
  await expect.poll(() => done).toEqual(['first']);
  await sleep(100);
  await first.durable.close();
  await run(async (context) => {
    await context.step('first', () => Promise.resolve(done.push('first again')));
    await context.step('second', () => Promise.resolve(done.push('second')));
  });
  await expect.poll(() => done).toEqual(['first', 'second']);
});

test('a callback is answered once, from outside; nobody waits for it again', async () => {
  let asked = '';
  const done: unknown[] = [];
  const { start, client } = await run(async (context) => {
    await context.waitForCallback('answer', (callbackId) => {
      asked = callbackId;
      return Promise.resolve();
    });
    await context.step('after', () => Promise.resolve(done.push('answered')));
  });
  await start();
  await expect.poll(() => asked).not.toBe('');
  const answer = new SendDurableExecutionCallbackSuccessCommand({ CallbackId: asked });
  await sleep(100);
  await client.send(answer);
  await expect.poll(() => done).toEqual(['answered']);
  await expect(client.send(answer)).rejects.toThrow('Nobody waits');
});

test('branches run side by side, and a callback that times out leaves the others alone', async () => {
  const done: string[] = [];
  const { start, time } = await run(async (context) => {
    const results = await context.parallel('both', [
      (branch) => branch.step('quick', () => Promise.resolve(done.push('quick'))),
      async (branch) => {
        await branch
          .waitForCallback('silent', () => Promise.resolve(), { timeout: { hours: 1 } })
          .catch(() => done.push('silent'));
      },
    ]);
    results.throwIfError();
    await context.step('end', () => Promise.resolve(done.push('end')));
  });
  await start();
  await expect.poll(() => done).toEqual(['quick']);
  await vi.waitFor(
    () => {
      time.advance(3_600_000);
      expect(done).toEqual(['quick', 'silent', 'end']);
    },
    { interval: 200, timeout: 10_000 },
  );
});
