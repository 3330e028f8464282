import { NodeSqliteDialect } from '@better-auth/kysely-adapter/node-sqlite-dialect';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { Kysely, type KyselyPlugin } from 'kysely';
import { DatabaseSync } from 'node:sqlite';

/** The peer over SQLite in memory, with its store within reach. */
export async function startBetterAuth(plugin: KyselyPlugin) {
  const database = new DatabaseSync(':memory:');
  const db = new Kysely<unknown>({ dialect: new NodeSqliteDialect({ database }), plugins: [plugin] });
  const options = {
    database: { db, type: 'sqlite' },
    secret: 'a secret for the benchmark only, long enough',
    baseURL: 'http://127.0.0.1',
    emailAndPassword: { enabled: true },
    user: { deleteUser: { enabled: true } },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  } as const;
  await (await getMigrations(options)).runMigrations();
  const auth = betterAuth(options);
  return { auth, database, close: () => db.destroy() };
}

/** The cookies that an answer sets, as a browser sends them back. */
export function cookiesOf(response: Response): Headers {
  const cookies = response.headers.getSetCookie().map((set) => set.split(';')[0]);
  return new Headers({ cookie: cookies.join('; ') });
}
