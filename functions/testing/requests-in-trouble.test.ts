import { beforeAll, describe, expect, test } from 'vitest';
import { dataResetOperations } from '#functions/data-reset/operations.ts';
import { deletionOperations } from '#functions/deletion/operations.ts';
import { exportOperations } from '#functions/export/operations.ts';
import { apiFunction } from '#functions/shared/chain/api-function.ts';
import { deriveCode, linkToken } from '#functions/shared/mailed-code.ts';
import { gate, troubles } from './gate.ts';
import { gatedTable } from './gated-table.ts';
import { currentStep } from './memory-durable.ts';
import { requester, type TestRequest } from './requester.ts';
import { password, startTestApi } from './test-api.ts';
import { twinTable } from './twin-table.ts';

/**
 * What asks for a deletion, a reset or an export, and what takes a deletion back: the process killed before and after
 * each write, and each single call in trouble. Whoever asks tries again, as the site has them; then it is done, once.
 */
const doors = gate();
let twin: Awaited<ReturnType<typeof twinTable>>;
let request: ReturnType<typeof requester>;
let cookie: string;
let codeSecret: string;
beforeAll(async () => {
  const api = await startTestApi();
  ({ cookie } = await api.person());
  [codeSecret] = await api.deps.readCodeSecret();
  twin = await twinTable(await api.items(), doors);
  const pool = new Proxy(api.pool, {
    get:
      (target: any, command: string) =>
      (...given: unknown[]) =>
        doors.pass({ service: 'cognito', command }, { whole: () => target[command](...given) }),
  });
  const now = api.now();
  const deps = {
    ...api.deps,
    table: twin.table,
    records: gatedTable(api.records.records, 'records', doors),
    pool,
    now: () => now,
  };
  request = requester(
    apiFunction(deps, [...deletionOperations(deps), ...dataResetOperations(deps), ...exportOperations(deps)]),
  );
});

interface Asked {
  readonly route: string;
  readonly options: () => TestRequest;
  /** What has to be there before it can be asked for. */
  readonly first?: string;
  /** What it is answered with when it was done, and by a second request after it was. */
  readonly done: readonly string[];
  /** What it tells of, once. */
  readonly tells: string;
}

const typed = (confirmation: string) => () => ({ cookie, body: { confirmation, password } });
const asked: Record<string, Asked> = {
  'scheduling a deletion': {
    route: 'POST /api/user/deletion',
    options: typed('DELETE'),
    done: ['202', '403 deletion-pending'],
    tells: 'latchkey.deletion.scheduled',
  },
  'taking it back in the page': {
    route: 'DELETE /api/user/deletion',
    options: () => ({ cookie }),
    first: 'scheduling a deletion',
    done: ['204'],
    tells: 'latchkey.deletion.cancelled',
  },
  'taking it back by the link': {
    route: 'POST /api/auth/deletion/cancel',
    options: () => ({ body: { token: cancelToken() } }),
    first: 'scheduling a deletion',
    done: ['204'],
    tells: 'latchkey.deletion.cancelled',
  },
  'a data reset': {
    route: 'POST /api/company/data-reset',
    options: typed('RESET'),
    done: ['202', '409 reset-running'],
    tells: 'latchkey.records.reset-requested',
  },
  'an export': {
    route: 'POST /api/user/export',
    options: () => ({ cookie }),
    done: ['202'],
    tells: 'latchkey.export.requested',
  },
};

let scheduled = '';
function cancelToken(): string {
  return linkToken(
    cookie.split('.')[0] ?? '',
    scheduled,
    deriveCode(codeSecret, 'deletion-cancel', scheduled),
  );
}

/** Sends it as a process of its own would serve it; a killed one answers nothing. */
const send = ({ route, options }: Asked) =>
  currentStep.run({ path: route, calls: 0 }, async () => {
    const { status, body } = await request(route, options());
    return `${status} ${body?.reason ?? ''}`.trim();
  });

/** What is stored and was told; what counts tries and calls differs with their number. */
async function outcome() {
  const counted = /^(?:THROTTLE|CALLS|IDEMPOTENCY)#|^ACCOUNT#.* (?:SESSION|CALLS)#/;
  const items = (await twin.scan()).filter(({ pk, sk }) => !counted.test(`${pk} ${sk}`));
  return [...twin.plain('item', items), ...twin.plain('told', twin.told.values())];
}

describe.each(Object.entries(asked))('%s', (_, what) => {
  let undisturbed: string[];
  let writes: readonly string[];
  let calls: number;
  beforeAll(async () => {
    await twin.restore();
    if (what.first !== undefined) {
      await send(asked[what.first]!);
      [scheduled = ''] = twin.told.keys();
    }
    await twin.keep();
    doors.open();
    const count = doors.disturb('failed', { services: ['table', 'cognito'], call: 0 });
    expect(what.done).toContain(await send(what));
    calls = count();
    ({ writes } = doors.open());
    undisturbed = await outcome();
    expect([...twin.told.values()].map(({ type }) => type)).toEqual([what.tells]);
    return async () => {
      // For the next one, as if nothing had been asked for.
      await twin.restore();
      if (what.first === undefined) return;
      await send(asked['taking it back in the page']!);
      await twin.keep();
    };
  });

  test('killed before or after any write, asked for again it is done, once', async () => {
    expect(writes.length).toBeGreaterThan(0);
    for (let write = 1; write <= writes.length; write += 1) {
      for (const when of ['before', 'after'] as const) {
        await twin.restore();
        doors.closeAt(write, when);
        await send(what);
        expect(doors.open().killed).toBe(true);
        const at = `${when} write ${write}, ${writes[write - 1]}`;
        expect([at, what.done.includes(await send(what))]).toEqual([at, true]);
        expect([at, await outcome()]).toEqual([at, undisturbed]);
      }
    }
  });

  test.each(troubles)(
    'with any call %s it is done or answered 503; asked for again it is done, once',
    async (trouble) => {
      expect(calls).toBeGreaterThan(1);
      for (let call = 1; call <= calls; call += 1) {
        await twin.restore();
        doors.disturb(trouble, { services: ['table', 'cognito'], call });
        const first = await send(what);
        doors.open();
        const at = `${trouble} at call ${call}`;
        expect([at, first]).toEqual([
          at,
          expect.stringMatching(new RegExp(`^(?:503 .*|${what.done.join('|')})$`)),
        ]);
        expect([at, what.done]).toEqual([at, expect.arrayContaining([await send(what)])]);
        expect([at, await outcome()]).toEqual([at, undisturbed]);
      }
    },
  );
});
