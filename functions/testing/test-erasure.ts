import { eraseAccount } from '#functions/erasure/erase-account.ts';
import type { ErasureDeps } from '#functions/erasure/deps.ts';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { days } from '#functions/shared/clock.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { startDeletion } from '#functions/shared/start-erasure.ts';
import { deletionDue } from '#functions/shared/deletion-writes.ts';
import { mailReceiptKey } from '#functions/shared/table.ts';
import { beforeStep, memoryDurable, type Outside } from './memory-durable.ts';
import { password, type TestApi } from './test-api.ts';
import { startTestRecords } from './test-records.ts';

/** The erasure over the stores of a test API: its workflow, run as the sweep starts it. */
export async function startTestErasure(api: TestApi) {
  const records = await startTestRecords();
  const archived = new Map<string, { body: string; until: Date }>();
  const deletedExports: string[] = [];
  const deps: ErasureDeps = {
    ...records,
    table: api.table,
    pool: api.pool,
    photos: api.deps.photos,
    exports: {
      deleteBelow: (prefix) => {
        deletedExports.push(prefix);
        return Promise.resolve();
      },
    },
    archive: {
      put: (key, body, until) => {
        archived.set(key, { body, until });
        return Promise.resolve();
      },
    },
    dataOwners: [],
    archiveDays: 365,
    logDays: 365,
    now: api.now,
    newId: api.deps.newId,
    logger: api.deps.logger,
    timeLeft: () => 900_000,
  };

  /** Asks for the deletion of an account and lets its days of grace pass; gives the id of the erasure. */
  const schedule = async (cookie: string, more: Record<string, unknown> = {}): Promise<string> => {
    const body = { confirmation: 'DELETE', password, ...more };
    const answer = await api.request('POST /api/user/deletion', { cookie, body });
    if (answer.status !== 202) throw new Error(`Not scheduled: ${JSON.stringify(answer.body)}`);
    const { id } = await api.lastEvent('latchkey.deletion.scheduled');
    return id;
  };
  /** What the sweep does when the days are over. */
  const start = async (accountId: string, erasureId: string, table: Table = api.table) => {
    const at = api.now().toISOString();
    const due = {
      kind: deletionDue,
      at,
      reference: erasureId,
      accountId,
      companyId: null,
      tries: 1,
      nextTryAt: at,
    };
    await startDeletion({ table, start: () => Promise.resolve() }, due);
  };
  /** Says that the last mail has left, as the mailer would. */
  const mailFarewell = async () => {
    const farewell = (await api.events()).findLast(({ type }) => type === 'latchkey.deletion.completed');
    if (farewell === undefined) return;
    const Item = { ...mailReceiptKey(farewell.id, 'deletion-completed'), status: 'sent' };
    await api.table.client.send(new PutCommand({ TableName: api.table.name, Item }));
  };

  return {
    deps,
    records,
    archived,
    deletedExports,
    schedule,
    start,
    mailFarewell,
    /** Deletes an account from the request to the end; gives the number of its receipt. */
    erase: async (
      { accountId, cookie }: { accountId: string; cookie: string },
      more: Record<string, unknown> = {},
      outside?: Outside,
      changed: Partial<ErasureDeps> = {},
    ) => {
      const erasureId = await schedule(cookie, more);
      api.advance(7 * days);
      await start(accountId, erasureId);
      const durable = memoryDurable(outside === undefined ? {} : { outside });
      let number = '';
      const withMail: ErasureDeps = { ...deps, ...changed };
      await durable.run(async (context) =>
        eraseAccount(
          beforeStep(context, 'look for the last mail', async () => {
            const farewell = await api.lastEvent('latchkey.deletion.completed');
            number = String(farewell.data['receipt']);
            await mailFarewell();
          }),
          withMail,
          erasureId,
        ),
      );
      return { erasureId, number };
    },
  };
}
