import type { Account } from '#functions/shared/account-item.ts';
import { type CompanyOfAccount, listMemberships, nameCompanies } from '#functions/shared/company-item.ts';
import { accountKey, eventKey } from '#functions/shared/table.ts';
import { companyFiles } from './company-files.ts';
import type { PackDeps } from './deps.ts';
import { jsonList, jsonOf } from './json-lines.ts';
import { readMe } from './read-me.ts';
import { readByKind, readItems } from './read-items.ts';
import { withoutSecrets } from './without-secrets.ts';
import type { ArchivedFile } from './zip-writer.ts';

/** Ours to make this very archive by. */
const leftOut = new Set(['account', 'job', 'export']);

/** Everything that an account's person takes along, file by file. What later features keep below the account is in it. */
export async function* accountFiles(
  deps: Omit<PackDeps, 'archives' | 'folder' | 'logger'>,
  account: Account,
): AsyncGenerator<ArchivedFile> {
  const { accountId } = account;
  yield {
    name: 'README.txt',
    content: async function* () {
      yield await Promise.resolve(readMe(deps.productName, account, deps.now()));
    },
  };
  yield { name: 'account.json', content: () => jsonOf(withoutSecrets(account)) };
  yield* photoFiles(deps, account);
  for (const [kind, items] of await readByKind(deps.table, accountKey(accountId).pk)) {
    if (!leftOut.has(kind)) yield { name: `account/${kind}.json`, content: () => jsonOf(items) };
  }
  const log = () => readItems(deps.table, eventKey(accountId, '').pk);
  yield { name: 'security-log.json', content: () => jsonList(onlyShown(log())) };

  const memberships = await listMemberships(deps.table, accountId);
  const companies: CompanyOfAccount[] = [];
  for (let first = 0; first < memberships.length; first += 100)
    companies.push(...(await nameCompanies(deps.table, memberships.slice(first, first + 100))));
  yield { name: 'companies.json', content: () => jsonOf(companies) };
  for (const { id, role } of companies) if (role === 'owner') yield* companyFiles(deps, id);
}

async function* onlyShown(pages: AsyncIterable<readonly { shown: unknown }[]>): AsyncGenerator<unknown[]> {
  for await (const page of pages) yield page.map(({ shown }) => shown);
}

async function* photoFiles(
  { readPhoto }: Pick<PackDeps, 'readPhoto'>,
  { avatarUrl }: Account,
): AsyncGenerator<ArchivedFile> {
  const photo = avatarUrl === null ? null : await readPhoto(avatarUrl);
  if (photo === null || avatarUrl === null) return;
  const extension = /\.\w+$/.exec(avatarUrl)?.[0] ?? '.png';
  yield {
    name: `photo${extension}`,
    content: async function* () {
      yield await Promise.resolve(photo);
    },
  };
}
