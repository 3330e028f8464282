import { exportDownloaded } from '#events/lifecycle/export-downloaded.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { after, isPast, seconds } from '#functions/shared/clock.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { readJob } from '#functions/shared/job-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { ExportDeps } from './deps.ts';

/** How long the address of a download works: it is followed at once. In seconds. */
const linkLife = 60;

/**
 * Gives the address that a finished export is downloaded from, once: whoever asks has just proven who they are, and
 * finds the download in their security log.
 */
export async function downloadExport(
  deps: ExportDeps,
  { accountId, jobId, viewer }: { accountId: string; jobId: string; viewer: Viewer },
): Promise<Outcome<{ url: string; expiresAt: string }>> {
  const found = await readJob(deps.table, [{ accountId }], jobId);
  if (found?.job.kind !== 'export') return refuse('not-found');
  const { status, archive, archiveKey } = found.job;
  if (status === 'failed') return refuse('not-found');
  if (status === 'running' || archive === undefined || archiveKey === undefined)
    return refuse('export-not-ready');
  const now = deps.now();
  if (isPast(archive.expiresAt, now)) return refuse('export-expired');
  const url = await deps.archives.link(archiveKey, linkLife);
  await commit(deps.table, [
    recordEvent(deps.table.name, exportDownloaded, {
      id: deps.newId(),
      now,
      accountId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { jobId },
    }),
  ]);
  return { ok: true, url, expiresAt: after(now, linkLife * seconds).toISOString() };
}
