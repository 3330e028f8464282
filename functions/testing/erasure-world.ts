import { UserNotFoundException } from '@aws-sdk/client-cognito-identity-provider';
import { BatchWriteCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { photoStore } from '#functions/avatar/photo-store.ts';
import { archiveStore } from '#functions/erasure/archive.ts';
import type { ErasureDeps } from '#functions/erasure/deps.ts';
import { eraseAccount } from '#functions/erasure/erase-account.ts';
import { exportArchives } from '#functions/erasure/export-archives.ts';
import { readOwnerAnswer } from '#functions/erasure/owner-answer-item.ts';
import { takeAnswer } from '#functions/erasure/take-answer.ts';
import { openTable } from '#functions/shared/aws/table-client.ts';
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
import { withoutStream } from './interleave.ts';
import { type Leaver, livelyPerson } from './lively-person.ts';
import { startTestTable } from './local-table.ts';
import { beforeStep, memoryDurable } from './memory-durable.ts';
import { memoryS3 } from './memory-s3.ts';
import { memoryPartitions, memoryTable } from './memory-table.ts';
import { startTestApi, type TestApi, type TestApiSettings } from './test-api.ts';

type Item = Record<string, any>;

/** One data owner that answers, and one that doesn't. */
const owners = ['crm', 'silent'] as const;
const keyOf = ({ pk, sk }: Item) => `${pk} ${sk}`;

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
  const before = new Map((await api.items()).map((item) => [keyOf(item), item]));
  const avatarUrl = `/avatars/${newId()}.png`;
  const own = keyOf(accountKey(person.accountId));
  before.set(own, { ...before.get(own), avatarUrl });

  const { client, tableName } = await startTestTable();
  const real = openTable(tableName, client);
  await withoutStream(real);
  const doors = gate();
  const partitions = memoryPartitions();
  const s3 = memoryS3(doors, 'avatars', 'recordings', 'exports', 'archive');
  const users = new Set<string>();
  /** What the stream told of: each event that was recorded, once. */
  const told = new Map<string, Item>();
  const now = api.now();

  const table = gatedTable(
    {
      name: tableName,
      client: {
        send: async (command: any) => {
          const answer = await real.client.send(command);
          for (const { Put } of command.input.TransactItems ?? [])
            if (Put?.Item?.type !== undefined) told.set(Put.Item.id, Put.Item);
          return answer;
        },
      } as never,
    },
    'table',
    doors,
  );
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

  let present = new Map<string, Item>();
  const scan = async () => {
    const { Items = [] } = await real.client.send(
      new ScanCommand({ TableName: tableName, ConsistentRead: true }),
    );
    present = new Map(Items.map((item) => [keyOf(item), item]));
    return Items;
  };

  /** Makes everything what it was before the erasure began. */
  const restore = async () => {
    const gone = [...present].filter(([key]) => !before.has(key)).map(([, { pk, sk }]) => ({ pk, sk }));
    const changed = [...before].filter(
      ([key, item]) => JSON.stringify(present.get(key)) !== JSON.stringify(item),
    );
    const requests = [
      ...gone.map((Key) => ({ DeleteRequest: { Key } })),
      ...changed.map(([, Item]) => ({ PutRequest: { Item } })),
    ];
    for (let at = 0; at < requests.length; at += 25) {
      const RequestItems = { [tableName]: requests.slice(at, at + 25) };
      await real.client.send(new BatchWriteCommand({ RequestItems }));
    }
    told.clear();
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
  const execution = () =>
    memoryDurable({
      checkpoint: (save) => doors.pass({ service: 'durable', command: 'Checkpoint' }, { whole: save }),
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
    await real.client.send(new PutCommand({ TableName: tableName, Item }));
  };

  return {
    api,
    person,
    deps,
    doors,
    told,
    /** The items that there were before. */
    before: [...before.values()],
    restore,
    execution,
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
      return durable.run((context) =>
        eraseAccount(beforeStep(context, 'look for the last mail', mail), deps, person.erasureId),
      );
    },
    /** All that is left of everything, and all that was told, without ids and moments that differ from run to run. */
    residue: async () => {
      const items = await scan();
      const known = new Set(JSON.stringify([...before]).match(uuid));
      const plain = (kind: string) => (thing: unknown) =>
        `${kind} ${JSON.stringify(sorted(thing))
          .replaceAll(uuid, (id) => (known.has(id) ? id : '<id>'))
          .replaceAll(/deleted-[a-z0-9]{26}/g, '<pseudonym>')
          .replaceAll(/callback-\d+/g, '<callback>')
          .replaceAll(/(?<![0-9A-Z])[0-9A-HJKMNP-TV-Z]{26}(?![0-9A-Z])/g, '<number>')
          .replaceAll(/[0-9a-f]{32}/g, '<digest>')}`;
      return [
        ...items.map(plain('item')),
        ...partitions.all().map(plain('record')),
        ...s3.dump().map(plain('object')),
        ...[...users].map(plain('user')),
        ...[...told.values()].map(plain('told')),
      ].sort();
    },
  };
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

function sorted(value: unknown): unknown {
  if (value instanceof Set) return [...value].sort();
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}
