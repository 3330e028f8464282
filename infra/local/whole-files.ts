import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Files that were being written when the process was killed carry this ending; nobody reads them. */
const unfinished = '.unfinished';

/**
 * Replaces a file as a whole: a process killed at any moment leaves the old content or the new one. It isn't
 * synced to the disk, which would guard against a power cut and costs 10 ms a write.
 */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(file), `${randomUUID()}${unfinished}`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(temporary, content, { mode: 0o600 });
  await rename(temporary, file);
}

/** The content of a file, or undefined when there is none. */
export async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The files of a folder in the order of their names. What a kill left unfinished is removed. */
export async function filesIn(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(folder, entry.name));
  const left = files.filter((file) => basename(file).endsWith(unfinished));
  await Promise.all(left.map((file) => rm(file, { force: true })));
  return files.filter((file) => !left.includes(file)).sort();
}
