import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { days, minutes } from '#functions/shared/clock.ts';
import { newId } from '#functions/shared/ids.ts';
import type { Log } from '#functions/shared/log/read-events.ts';
import { writeHead } from '#functions/shared/log-chain/link.ts';
import { chainOf, eventKey, linkKey } from '#functions/shared/table.ts';
import { withoutStream } from '#functions/testing/interleave.ts';
import { startTestLog, type TestLog, type Written } from '#functions/testing/test-log.ts';
import { readVerifyArguments } from './arguments.ts';
import { describeProblem } from './problem.ts';

let log: TestLog;
beforeAll(async () => {
  log = await startTestLog();
  await withoutStream(log.table);
});

/** A log of five lines of one person in one company: all linked. */
let written: Written[];
let accountId: string;
let companyId: string;
beforeEach(async () => {
  [accountId, companyId] = [newId(), newId()];
  written = await log.writeMany(5, accountId, companyId);
  await log.link(written);
});

const lineOf = ({ id }: Written) => log.get(eventKey(accountId, id));
const linkOf = (of: Log, { id }: Written) => log.get(linkKey(chainOf(of), id));
const remove = ({ pk, sk }: Record<string, unknown>) =>
  log.table.client.send(new DeleteCommand({ TableName: log.table.name, Key: { pk, sk } }));
const at = (index: number) => written[index]!;
const noted = async (of: Log) => {
  const head = (await log.head(of))!;
  return { seq: Number(head['seq']), hash: String(head['hash']) };
};

describe.each(['account', 'company'] as const)('of the log of the %s', (whose) => {
  const of = (): Log => (whose === 'account' ? { accountId } : { companyId });
  const problem = async () => (await log.verify(of())).problem;

  test('a whole one is told so, with what was counted and where the chain ends', async () => {
    const verdict = await log.verify(of());
    expect(verdict).toMatchObject({ problem: null, lines: 5, waiting: 0, erased: new Map() });
    expect(verdict.head).toBe(writeHead(await noted(of())));
    expect(verdict.from! < verdict.to!).toBe(true);
  });

  test('a line with another content is named', async () => {
    const line = (await lineOf(at(2)))!;
    await log.put({ ...line, data: { ...line['data'], name: 'Somebody else' } });
    expect(await problem()).toEqual({ kind: 'changed', eventId: at(2).id, seq: 3 });
    // As it was: nothing to be found.
    await log.put(line);
    expect(await problem()).toBeNull();
  });

  test.each(['salt', 'occurredAt', 'actor', 'origin', 'type', 'expiresAtSeconds'])(
    'a line whose %s was changed is named',
    async (name) => {
      const line = (await lineOf(at(1)))!;
      const others: Record<string, unknown> = {
        actor: { kind: 'system' },
        occurredAt: '2026-11-01T00:00:00.000Z',
        expiresAtSeconds: Number(line['expiresAtSeconds']) + 1,
      };
      await log.put({ ...line, [name]: others[name] ?? 'another' });
      expect(await problem()).toMatchObject({ kind: 'changed', eventId: at(1).id });
    },
  );

  test.each([0, 2, 4])('line %i, removed, is missed', async (index) => {
    await remove((await lineOf(at(index)))!);
    expect(await problem()).toEqual({ kind: 'removed', eventId: at(index).id, seq: index + 1 });
  });

  test.each([
    [0, { kind: 'gap', seq: 2 }],
    [2, { kind: 'gap', seq: 4 }],
    [4, { kind: 'end-removed', seq: 4 }],
  ])('line %i, removed with its link, is missed', async (index, found) => {
    for (const item of [await lineOf(at(index)), await linkOf(of(), at(index))]) await remove(item!);
    expect(await problem()).toMatchObject(found);
  });

  test('a line that was put in is found, as soon as it can’t be one that waits', async () => {
    const line = (await lineOf(at(4)))!;
    const id = newId();
    await log.put({ ...line, sk: id, id, gsi1sk: id });
    expect(await log.verify(of())).toMatchObject({ problem: null, waiting: 1 });
    log.advance(16 * minutes);
    expect(await problem()).toEqual({ kind: 'not-linked', eventId: id });
  });

  test('a line that was put in with an old date is found at once', async () => {
    const line = (await lineOf(at(4)))!;
    const id = newId();
    await log.put({ ...line, sk: id, id, gsi1sk: id, occurredAt: '2026-10-01T00:00:00.000Z' });
    expect(await problem()).toEqual({ kind: 'not-linked', eventId: id });
  });

  test('two lines that were exchanged are found', async () => {
    const [first, second] = [(await lineOf(at(0)))!, (await lineOf(at(1)))!];
    const keysOf = ({ pk, sk, gsi1pk, gsi1sk, id }: Record<string, unknown>) => ({
      pk,
      sk,
      gsi1pk,
      gsi1sk,
      id,
    });
    await log.put({ ...first, ...keysOf(second) });
    await log.put({ ...second, ...keysOf(first) });
    expect(await problem()).toMatchObject({ kind: 'changed', eventId: at(0).id });
  });

  test('links that were exchanged, changed, or made anew for a changed line are found', async () => {
    const [first, second] = [(await linkOf(of(), at(0)))!, (await linkOf(of(), at(1)))!];
    await log.put({ ...first, sk: second['sk'] });
    expect(await problem()).toMatchObject({ kind: 'link-changed', eventId: at(1).id });
    await log.put({ ...second, digest: first['digest'] });
    expect(await problem()).toMatchObject({ kind: 'link-changed', eventId: at(1).id });
    await log.put({ ...second, expiresAtSeconds: 1 + Number(second['expiresAtSeconds']) });
    expect(await problem()).toMatchObject({ kind: 'link-changed', eventId: at(1).id });
    // Whoever has the code makes a link whose own hash fits: the next one tells.
    const { hashOf } = await import('#functions/shared/log-chain/link.ts');
    const forged = { ...second, digest: 'f'.repeat(64) } as unknown as Parameters<typeof hashOf>[0];
    await log.put({ ...forged, hash: hashOf(forged) });
    expect(await problem()).toMatchObject({ eventId: at(1).id });
    await log.put({ ...second, seq: 'two' });
    expect(await problem()).toEqual({ kind: 'link-changed', eventId: at(1).id, seq: null });
  });

  test('an end that was removed, changed, or set back is found', async () => {
    const head = (await log.head(of()))!;
    await log.put({ ...head, hash: 'f'.repeat(64) });
    expect(await problem()).toEqual({ kind: 'head-changed', seq: 5 });
    const before = (await linkOf(of(), at(3)))!;
    await log.put({ ...head, seq: 4, hash: before['hash'] });
    expect(await problem()).toEqual({ kind: 'head-changed', seq: 5 });
    await remove(head);
    expect(await problem()).toEqual({ kind: 'no-head' });
  });

  test('a log of which nothing is left but the end is found', async () => {
    for (const event of written)
      for (const item of [await lineOf(event), await linkOf(of(), event)]) await remove(item!);
    expect(await problem()).toEqual({ kind: 'end-removed', seq: 0 });
  });

  test('one that was written anew as a whole is whole, but does not pass through what was noted', async () => {
    const before = await noted(of());
    expect((await log.verify(of(), before)).problem).toBeNull();
    const line = (await lineOf(at(1)))!;
    for (const event of written) await remove((await linkOf(of(), event))!);
    await remove((await log.head(of()))!);
    await log.put({ ...line, data: { forged: true } });
    await log.link(written);
    expect(await problem()).toBeNull();
    expect((await log.verify(of(), before)).problem).toEqual({
      kind: 'not-passed',
      expected: writeHead(before),
    });
  });

  test('what was noted is passed through when the chain has grown, also where only the link after it is left', async () => {
    const early = await noted(of());
    await log.link(await log.writeMany(3, accountId, companyId));
    expect((await log.verify(of(), early)).problem).toBeNull();
    expect((await log.verify(of(), { ...early, hash: 'f'.repeat(64) })).problem).toMatchObject({
      kind: 'not-passed',
    });
  });

  test('lines run out from the beginning, and what is left is whole', async () => {
    const early = await noted(of());
    log.advance(365 * days - 60_000);
    await log.link(await log.writeMany(2, accountId, companyId));
    // The broom has not come yet: what has run out counts as gone.
    log.advance(2 * minutes);
    expect(await log.verify(of())).toMatchObject({ problem: null, lines: 2 });
    // It takes them in any order, and their links as well.
    for (const index of [3, 0, 4]) await remove((await lineOf(at(index)))!);
    for (const index of [1, 0]) await remove((await linkOf(of(), at(index)))!);
    expect(await log.verify(of(), early)).toMatchObject({ problem: null, lines: 2 });
    const older = { ...early, seq: early.seq - 1 };
    expect((await log.verify(of(), older)).problem).toMatchObject({ kind: 'expected-ran-out' });
  });

  test('lines that ran out do not hide that others were removed', async () => {
    log.advance(365 * days - 60_000);
    const [young] = await log.writeMany(2, accountId, companyId);
    await log.link([young!]);
    log.advance(2 * minutes);
    for (const item of [await log.get(eventKey(accountId, young!.id)), await linkOf(of(), young!)])
      await remove(item!);
    expect(await problem()).toEqual({ kind: 'end-removed', seq: 0 });
  });

  test('a chain that has run out with all its lines begins anew', async () => {
    log.advance(366 * days);
    for (const event of written)
      for (const item of [await lineOf(event), await linkOf(of(), event)]) await remove(item!);
    await remove((await log.head(of()))!);
    await log.link(await log.writeMany(1, accountId, companyId));
    expect(await log.verify(of())).toMatchObject({ problem: null, lines: 1 });
  });
});

test('a line that says it was erased under a receipt that is not there is found', async () => {
  const line = (await lineOf(at(1)))!;
  await log.put({ ...line, data: {}, erasedUnder: '0'.repeat(26) });
  // The chain does not know of it, either.
  expect((await log.verify({ companyId })).problem).toMatchObject({ kind: 'changed', eventId: at(1).id });
});

test('the same event put into the company’s log a second time is found', async () => {
  const line = (await lineOf(at(1)))!;
  await log.put({ ...line, pk: eventKey(newId(), '').pk });
  expect((await log.verify({ companyId })).problem).toEqual({ kind: 'doubled', eventId: at(1).id });
});

test('a log that others write meanwhile is whole all the same', async () => {
  let round = 0;
  const { client } = log.table;
  const send = async (command: never) => {
    const answer = await client.send(command);
    if ((round += 1) < 8) await log.link(await log.writeMany(1, accountId, companyId));
    return answer;
  };
  const { verifyLog } = await import('./verify-log.ts');
  const deps = {
    table: { name: log.table.name, client: { send } as never },
    now: log.now,
    secondLookAfter: 0,
  };
  expect((await verifyLog(deps, { accountId })).problem).toBeNull();
});

test('memory holds pages, not the log: each page is asked for when the one before it is done with', async () => {
  const [many, company] = [newId(), newId()];
  for (let batch = 0; batch < 4; batch += 1) await log.link(await log.writeMany(40, many, company));
  const limits: number[] = [];
  const send = (command: { input: Record<string, unknown> }) => {
    if (command.input['KeyConditionExpression'] !== undefined) {
      command.input['Limit'] = 7;
      limits.push(limits.length);
    }
    return log.table.client.send(command as never);
  };
  const { readLog } = await import('./read-log.ts');
  let seen = 0;
  for await (const entry of readLog(
    { name: log.table.name, client: { send } as never },
    { companyId: company },
  )) {
    seen += 1;
    expect(entry).toMatchObject({ lines: [{}], links: [{}] });
    expect(limits.length).toBeLessThanOrEqual(2 * Math.ceil(seen / 7) + 2);
  }
  expect(seen).toBe(160);
});

describe('every problem', () => {
  test('is a sentence of its own', () => {
    const kinds = [
      ...['changed', 'removed', 'not-linked', 'doubled', 'link-changed', 'out-of-order', 'gap'],
      ...['end-removed', 'no-head', 'head-changed', 'not-passed', 'expected-ran-out', 'no-receipt'],
    ];
    const sentences = kinds.map((kind) =>
      describeProblem({ kind, eventId: 'E', seq: 7, expected: '7:f', receipt: 'R' } as never),
    );
    expect(new Set(sentences).size).toBe(kinds.length);
    for (const sentence of sentences)
      expect(sentence).toMatch(/^(Line E|Lines after|The (end|chain)|7:f).*[.]$/);
  });
});

describe('the arguments', () => {
  const hash = 'ab'.repeat(32);
  test('are read', () => {
    expect(readVerifyArguments(['--account', 'ada@example.com', '--expect', `12:${hash}`])).toEqual({
      of: { account: 'ada@example.com' },
      expected: { seq: 12, hash },
      stage: null,
    });
    expect(readVerifyArguments(['--company', 'c-1', '--stage', 'dev'])).toEqual({
      of: { company: 'c-1' },
      expected: null,
      stage: 'dev',
    });
  });

  test.each([
    [[], /Say whose log/],
    [['--account', ''], /Say whose log/],
    [['--account', 'a', '--company', 'b'], /exclude each other/],
    [['--company', 'b', '--local', '--stage', 'dev'], /exclude each other/],
    [['--company', 'b', '--expect', hash], /--expect takes/],
    [['--company', 'b', '--expect', '12:abc'], /--expect takes/],
    [['--company', 'b', '--operator', 'Kim'], /--operator/],
  ])('%j are refused, naming what is wrong', (args, message) => {
    expect(() => readVerifyArguments(args)).toThrow(message);
  });
});
