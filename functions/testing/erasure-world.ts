import { UserNotFoundException } from '@aws-sdk/client-cognito-identity-provider';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { photoStore } from '#functions/avatar/photo-store.ts';
import { archiveStore } from '#functions/erasure/archive.ts';
import type { ErasureDeps } from '#functions/erasure/deps.ts';
import { eraseAccount } from '#functions/erasure/erase-account.ts';
import { exportArchives } from '#functions/erasure/export-archives.ts';
import { readOwnerAnswer } from '#functions/erasure/owner-answer-item.ts';
import { takeAnswer } from '#functions/erasure/take-answer.ts';
import { userPoolAdmin } from '#functions/shared/aws/user-pool-admin.ts';
import { deletionDue } from '#functions/shared/deletion-writes.ts';
import { newId } from '#functions/shared/ids.ts';
import { recordCategories } from '#functions/shared/records/categories.ts';
import { putRecords } from '#functions/shared/records/record-store.ts';
import { recordingObjects } from '#functions/shared/records/recording-objects.ts';
import { startDeletion } from '#functions/shared/start-erasure.ts';
import { accountKey, mailReceiptKey } from '#functions/shared/table.ts';
import { gate } from './gate.ts';
import { gatedTable } from './gated-table.ts';
import { type Leaver, livelyPerson } from './lively-person.ts';
import { beforeStep, memoryDurable } from './memory-durable.ts';
import { memoryS3 } from './memory-s3.ts';
import { memoryPartitions, memoryTable } from './memory-table.ts';
import { startTestApi, type TestApi, type TestApiSettings } from './test-api.ts';
import { twinTable } from './twin-table.ts';

/** One data owner that answers, and one that doesn't. */
const owners = ['crm', 'silent'] as const;

export interface WorldSettings extends Pick<TestApiSettings, 'onClose'> {
  /** Who is erased, as their deletion is due. */
  readonly person?: (api: TestApi) => Promise<Leaver>;
}

/**
 * Everything that an erasure reaches, again and again as it was before: the table is the real local engine's, with the
 * items that a lively person left there; records, objects and users are in memory. All calls pass a gate.
 */
export async function startErasureWorld(settings: WorldSettings = {}) {
  const api = await startTestApi(settings.onClose === undefined ? {} : { onClose: settings.onClose });
  const person = await (settings.person ?? livelyPerson)(api);
  const avatarUrl = `/avatars/${newId()}.png`;
  const own = accountKey(person.accountId);
  const items = (await api.items()).map((item) =>
    item['pk'] === own.pk && item['sk'] === own.sk ? { ...item, avatarUrl } : item,
  );
  const doors = gate();
  const twin = await twinTable(items, doors);
  const { table, real, told } = twin;
  const partitions = memoryPartitions();
  const s3 = memoryS3(doors, 'avatars', 'recordings', 'exports', 'archive');
  const users = new Set<string>();
  const now = api.now();

  const pool = userPoolAdmin(
    {
      send: ({ input, constructor: { name } }: any) =>
        doors.pass(
          { service: 'cognito', command: name },
          {
            whole: () =>
              users.delete(input.Username)
                ? Promise.resolve({})
                : Promise.reject(new UserNotFoundException({ message: 'Gone', $metadata: {} })),
          },
        ),
    } as never,
    'pool',
  );
  const deps: ErasureDeps = {
    table,
    pool,
    records: gatedTable(memoryTable(partitions), 'records', doors),
    recordings: recordingObjects(s3.settings, 'recordings'),
    photos: photoStore(s3.settings, 'avatars', newId),
    exports: exportArchives(s3.settings, 'exports'),
    archive: archiveStore(s3.settings, 'archive'),
    sleep: () => Promise.resolve(),
    dataOwners: owners,
    archiveDays: 365,
    logDays: 365,
    now: () => now,
    newId,
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    timeLeft: () => 900_000,
  };

  /** Makes everything what it was before the erasure began. */
  const restore = async () => {
    await twin.restore();
    users.clear();
    users.add(person.accountId);
    s3.clear();
    await s3.put('avatars', avatarUrl.slice(1), 'a photo');
    await s3.put('exports', `exports/${person.accountId}/${newId()}.zip`, 'everything');
    partitions.clear();
    const records = recordCategories.flatMap((category) =>
      ['a', 'b', 'c'].map((recordId) => ({
        companyId: person.companyId,
        category,
        record: {
          recordId,
          at: '2026-11-26T09:00:00.000Z',
          data: { from: person.email, durationSeconds: 61 },
        },
      })),
    );
    await putRecords({ ...deps, records: memoryTable(partitions) }, records);
    for (const id of ['a', 'b', 'stray'])
      await s3.put('recordings', `recordings/${person.companyId}/${id}`, 'hello');
  };

  /** A durable execution, with owners outside it who answer at once or not at all. */
  const execution = (
    remembered: ReadonlyMap<string, unknown> = new Map(),
    afterCheckpoint: () => Promise<void> = () => Promise.resolve(),
  ) =>
    memoryDurable({
      remembered,
      checkpoint: async (save, at) => {
        await doors.pass({ service: 'durable', command: 'Checkpoint', at }, { whole: save });
        await afterCheckpoint();
      },
      outside: async (callbackId) => {
        const [owner] = owners;
        const asked = await readOwnerAnswer(real, person.erasureId, owner);
        if (asked?.callbackId !== callbackId) return false;
        const resume = () =>
          doors.pass({ service: 'durable', command: 'SendCallback' }, { whole: () => Promise.resolve() });
        const detail = { erasureId: person.erasureId, owner, deleted: [{ category: 'contacts', count: 3 }] };
        await takeAnswer({ ...deps, resume }, detail);
        return true;
      },
    });

  /** The mailer's part: the last mail leaves as soon as it is there. */
  const mail = async () => {
    const farewell = [...told.values()].find(({ type }) => type === 'latchkey.deletion.completed');
    if (farewell === undefined) return;
    const Item = { ...mailReceiptKey(farewell['id'], 'deletion-completed'), status: 'sent' };
    await real.client.send(new PutCommand({ TableName: real.name, Item }));
  };

  const resume = (durable: ReturnType<typeof execution>) =>
    durable.run((context) =>
      eraseAccount(beforeStep(context, 'look for the last mail', mail), deps, person.erasureId),
    );
  /** Everything as of the last look at it. */
  const keptOf = () => ({
    table: twin.kept(),
    partitions: partitions.kept(),
    s3: s3.kept(),
    users: [...users],
  });
  const residue = async () => [
    ...twin.plain('item', await twin.scan()),
    ...twin.plain('record', partitions.all()),
    ...twin.plain('object', s3.dump()),
    ...twin.plain('user', users),
    ...twin.plain('told', told.values()),
  ];

  return {
    api,
    person,
    deps,
    doors,
    told,
    /** The items that there were before. */
    before: twin.before(),
    restore,
    execution,
    /** What Lambda does with an execution that was started. */
    resume,
    /** What the sweep does, and then Lambda: to its end, unless something stands in the way. */
    erase: async (durable: ReturnType<typeof execution>) => {
      const at = now.toISOString();
      const due = {
        kind: deletionDue,
        at,
        reference: person.erasureId,
        companyId: null,
        tries: 1,
        nextTryAt: at,
      };
      const start = () =>
        doors.pass({ service: 'durable', command: 'Invoke' }, { whole: () => Promise.resolve() });
      await startDeletion({ table, start }, { ...due, accountId: person.accountId });
      return resume(durable);
    },
    /** All that is left of everything, and all that was told, without ids and moments that differ from run to run. */
    residue,
    /** The same while it is under way, with what an execution remembers: from there on all goes as it goes. */
    state: async (memory: ReadonlyMap<string, unknown>) =>
      [...(await residue()), ...twin.plain('memory', memory)].join('\n'),
    keptOf,
    /** Makes everything what it was when it was kept. */
    putBack: async (kept: ReturnType<typeof keptOf>) => {
      await twin.restore(kept.table);
      partitions.putBack(kept.partitions);
      s3.putBack(kept.s3);
      users.clear();
      for (const user of kept.users) users.add(user);
    },
  };
}
