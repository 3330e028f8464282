import {
  LambdaClient,
  InvokeCommand,
  SendDurableExecutionCallbackSuccessCommand,
} from '@aws-sdk/client-lambda';
import { type DurableContext, withDurableExecution } from '@aws/durable-execution-sdk-js';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { jsonLogger } from '#functions/shared/logger.ts';
import { type Durable as Stand, startDurable } from '#infra/local/durable/start-durable.ts';
import type { Durable } from './durable.ts';
import { durableOf } from './durable-context.ts';

/**
 * A workflow of every kind of operation over Lambda's own SDK, killed before and after each of its checkpoints: all of
 * them side by side, an execution for each kill.
 */
let stateDir: string;
let stand: Stand;
let client: LambdaClient;
beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'latchkey-checkpoints-'));
  const clock = { now: () => Date.now(), advance: () => undefined, onAdvance: () => () => undefined };
  stand = await startDurable({ stateDir, clock: clock });
  client = new LambdaClient({
    endpoint: stand.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName !== 'CheckpointDurableExecutionCommand') return next(args);
        const { DurableExecutionArn } = args.input as { DurableExecutionArn: string };
        const life = lives.get(/durable-execution\/([^/]+)\//.exec(DurableExecutionArn)?.[1] ?? '');
        if (life === undefined) return next(args);
        if (life.dead) throw new Error('Killed');
        life.checkpoints += 1;
        const hit = life.checkpoints === life.at && !life.killed;
        if (hit) [life.dead, life.killed] = [true, true];
        if (hit && life.when === 'before') throw new Error('Killed');
        const result = await next(args);
        if (life.dead) throw new Error('Killed');
        return result;
      },
    { step: 'initialize', name: 'kill' },
  );
  const handler = withDurableExecution(
    (event: unknown, context: DurableContext) => {
      const life = lives.get((event as { name: string }).name)!;
      life.dead = false;
      return workflow(
        durableOf(
          context,
          jsonLogger(() => undefined),
        ),
        life,
      );
    },
    { client },
  );
  stand.attach(new Map([['work', (event, context) => handler(event as never, context as never)]]));
});
afterAll(async () => {
  await stand.close();
  await rm(stateDir, { recursive: true });
});

/** What became of an execution, and where it is killed. */
interface Life {
  readonly at: number;
  readonly when: 'before' | 'after';
  checkpoints: number;
  dead: boolean;
  killed: boolean;
  /** The steps that were done, each time. */
  readonly done: string[];
  /** What the last step saw of the others. */
  readonly ends: string[];
}
const lives = new Map<string, Life>();

async function workflow(durable: Durable, life: Life): Promise<void> {
  const step = (name: string, inside = durable) =>
    inside.step(name, () => {
      life.done.push(name);
      return Promise.resolve(`${name} ${life.done.length}`);
    });
  const first = await step('first');
  const both = await durable.together('both', [
    async (branch) => {
      const before = await step('before the wait', branch);
      await branch.wait('a moment', 1);
      return [before, await step('after the wait', branch)];
    },
    async (branch) => {
      const answered = await branch.ask(
        'ask',
        (CallbackId) => {
          life.done.push('asked');
          const answer = new SendDurableExecutionCallbackSuccessCommand({ CallbackId });
          // Whoever is asked answers when the question is out.
          setTimeout(() => void client.send(answer).catch(() => undefined), 100);
          return Promise.resolve();
        },
        3600,
      );
      return [String(answered)];
    },
  ]);
  await durable.step('last', () => {
    life.done.push('last');
    life.ends.push(JSON.stringify([first, ...both.flat()]));
    return Promise.resolve(null);
  });
}

const start = async (name: string, at: number, when: Life['when']) => {
  lives.set(name, { at, when, checkpoints: 0, dead: false, killed: false, done: [], ends: [] });
  await client.send(
    new InvokeCommand({
      FunctionName: 'work',
      InvocationType: 'Event',
      DurableExecutionName: name,
      Payload: JSON.stringify({ name }),
    }),
  );
};

test('goes on after any checkpoint with what it remembers: a step is done again only if its end was not kept', async () => {
  // The kills, told by the runner and the SDK.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  await start('undisturbed', 0, 'before');
  const undisturbed = lives.get('undisturbed')!;
  await vi.waitFor(() => expect(undisturbed.ends).toHaveLength(1), { timeout: 20_000 });
  await stand.idle();
  const names = ['first', 'before the wait', 'asked', 'after the wait', 'last'];
  expect(undisturbed.done.toSorted()).toEqual(names.toSorted());
  expect(undisturbed.checkpoints).toBeGreaterThan(4);

  const kills = Array.from({ length: undisturbed.checkpoints }, (_, index) => index + 1).flatMap((at) =>
    (['before', 'after'] as const).map((when) => [`${when}-${at}`, at, when] as const),
  );
  await Promise.all(kills.map((kill) => start(...kill)));
  await vi.waitFor(
    () => {
      for (const [name] of kills) expect([name, lives.get(name)!.ends.length > 0]).toEqual([name, true]);
    },
    { timeout: 40_000, interval: 200 },
  );
  await stand.idle();
  for (const [name] of kills) {
    const { done, ends } = lives.get(name)!;
    expect([name, names.filter((step) => !done.includes(step))]).toEqual([name, []]);
    // Two branches may each have been at something; nothing else is done again.
    expect([name, done.length <= names.length + 2]).toEqual([name, true]);
    // What was remembered is what the step gave, and an answer is not lost by a kill.
    const [first, , , answered] = JSON.parse(ends.at(-1) ?? '[]') as string[];
    expect([name, done.filter((_, index) => first === `first ${index + 1}`), answered]).toEqual([
      name,
      ['first'],
      'true',
    ]);
  }
}, 90_000);
