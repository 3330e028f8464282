import { exportCompleted } from '#events/lifecycle/export-completed.ts';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Account, readAccount } from '#functions/shared/account-item.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { after, hours } from '#functions/shared/clock.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { endJob, readJob, reportProgress } from '#functions/shared/job-item.ts';
import { progressTeller } from '#functions/shared/progress-teller.ts';
import { accountFiles } from './account-files.ts';
import type { PackDeps } from './deps.ts';
import { type ArchivedFile, writeZip } from './zip-writer.ts';

/** How long a finished export can be downloaded. */
const linkLife = 24 * hours;

/** Below this in the bucket are an account's archives: all of them, and no other's. */
function archivePrefix(accountId: string): string {
  return `exports/${accountId}/`;
}

/**
 * Packs what is stored about an account and ends its job. It may be killed anywhere and is then called again: the
 * archive is packed anew under the same name, and the job ends once. An export that has ended, or whose account is
 * gone, is nothing to do but to see that no archive is left of it.
 */
export async function packExport(
  deps: PackDeps,
  { accountId, jobId }: { accountId: string; jobId: string },
): Promise<void> {
  const found = await readJob(deps.table, [{ accountId }], jobId);
  const account = await readAccount(deps.table, accountId);
  const key = `${archivePrefix(accountId)}${jobId}.zip`;
  if (found?.job.status === 'completed') return;
  // A run that was killed may have stored an archive that nobody downloads any more.
  if (found?.job.status !== 'running' || account === null) return deps.archives.delete(key);
  const file = join(deps.folder, `${jobId}.zip`);
  try {
    const files = await pack(deps, account, jobId, file);
    const name = `${deps.productName.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-data.zip`;
    const size = await deps.archives.put(key, file, name);
    await end(deps, account, { jobId, key, size, files });
  } finally {
    await rm(file, { force: true });
  }
}

/** Packs everything into a file; gives how many files are in it. */
async function pack(deps: PackDeps, account: Account, jobId: string, file: string): Promise<number> {
  const owner = { accountId: account.accountId };
  const teller = progressTeller(deps.now, (done) =>
    reportProgress(deps.table, owner, jobId, { done, total: null }),
  );
  let files = 0;
  async function* counted(): AsyncGenerator<ArchivedFile> {
    for await (const one of accountFiles(deps, account)) {
      yield one;
      files += 1;
      teller.tell(files);
    }
  }
  await writeZip(file, counted(), deps.now());
  await teller.settled();
  return files;
}

async function end(
  deps: PackDeps,
  { accountId, email, name, timezone }: Account,
  { jobId, key, size, files }: { jobId: string; key: string; size: number; files: number },
): Promise<void> {
  const now = deps.now();
  const expiresAt = after(now, linkLife).toISOString();
  const lost = await commit(deps.table, [
    endJob(deps.table.name, { accountId }, jobId, {
      status: 'completed',
      progress: { done: files, total: files },
      archive: { size, expiresAt },
      archiveKey: key,
      now,
    }),
    recordEvent(deps.table.name, exportCompleted, {
      id: deps.newId(),
      now,
      accountId,
      actor: { kind: 'system' },
      origin: null,
      data: { email, name, timezone, jobId, size, expiresAt },
    }),
  ]);
  if (lost === null) return;
  // Another run ended it with this very archive, or the account went meanwhile: then nothing of it may stay.
  const found = await readJob(deps.table, [{ accountId }], jobId);
  if (found?.job.status !== 'completed') await deps.archives.delete(key);
}
