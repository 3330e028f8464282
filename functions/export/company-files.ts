import { recordCategories } from '#functions/shared/records/categories.ts';
import { recordingObjectKey } from '#functions/shared/records/record-key.ts';
import { readRecords } from '#functions/shared/records/record-store.ts';
import { companyKey } from '#functions/shared/table.ts';
import type { PackDeps } from './deps.ts';
import { jsonList, jsonOf } from './json-lines.ts';
import { readByKind } from './read-items.ts';
import { withoutSecrets } from './without-secrets.ts';
import type { ArchivedFile } from './zip-writer.ts';

type Deps = Pick<PackDeps, 'table' | 'records' | 'recordings'>;

/** Ours to run the company by, or about other people: not part of what its owner takes along. */
const leftOut = new Set(['company', 'member', 'job', 'data-reset', 'invitation', 'ip-sighting', 'ip-match']);

/** Everything of a company that its owner takes along. */
export async function* companyFiles(deps: Deps, companyId: string): AsyncGenerator<ArchivedFile> {
  const folder = `companies/${companyId}`;
  const kinds = await readByKind(deps.table, companyKey(companyId).pk);
  const [company] = kinds.get('company') ?? [];
  yield { name: `${folder}/company.json`, content: () => jsonOf(company ?? null) };
  yield { name: `${folder}/members.json`, content: () => jsonOf(kinds.get('member') ?? []) };
  for (const [kind, items] of kinds) {
    if (leftOut.has(kind)) continue;
    yield { name: `${folder}/settings/${kind}.json`, content: () => jsonOf(items) };
  }
  for (const category of recordCategories) {
    const pages = () => shown(readRecords(deps, companyId, category));
    yield { name: `${folder}/records/${category}.json`, content: () => jsonList(pages()) };
  }
  yield* soundFiles(deps, companyId, folder);
}

async function* shown(pages: AsyncIterable<readonly unknown[]>): AsyncGenerator<unknown[]> {
  for await (const page of pages) yield page.map(withoutSecrets);
}

async function* soundFiles(deps: Deps, companyId: string, folder: string): AsyncGenerator<ArchivedFile> {
  for await (const page of readRecords(deps, companyId, 'recordings')) {
    for (const { recordId } of page) {
      const sound = await deps.recordings.read(recordingObjectKey(companyId, recordId));
      if (sound !== null)
        yield { name: `${folder}/recordings/${fileName(recordId)}.bin`, content: () => bytesOf(sound) };
    }
  }
}

async function* bytesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

/** An id as a file's name that every system takes; different ids have different names. */
function fileName(recordId: string): string {
  return recordId.replaceAll(/[^A-Za-z0-9-]/g, (character) => `_${character.charCodeAt(0).toString(16)}`);
}
