import { NodeSqliteDialect } from '@better-auth/kysely-adapter/node-sqlite-dialect';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { Kysely, type KyselyPlugin } from 'kysely';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { authenticate } from '#functions/shared/session/authenticate.ts';
import { cookieName, readSessionCookie } from '#functions/shared/session/session-cookie.ts';
import { password, startTestApi } from '#functions/testing/test-api.ts';
import type { Row } from './table.ts';

/** What a trip to the store costs in a data centre; added to both sides alike. */
const tripMilliseconds = 2;
const parallel = 32;
const seconds = 3;

/** Runs a check over and over, 32 at once, for three seconds; gives checks per second. */
async function perSecond(check: () => Promise<boolean>): Promise<number> {
  const end = performance.now() + seconds * 1000;
  let done = 0;
  const worker = async () => {
    while (performance.now() < end) {
      if (!(await check())) throw new Error('A session that is live was refused');
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return done / seconds;
}

/** Our check: cookie to session, account, membership and company, over the local engine. */
async function ours(): Promise<{ rate: number; trips: number }> {
  let close = () => Promise.resolve();
  const api = await startTestApi({
    onClose: (closer) => {
      close = closer;
    },
  });
  const { cookie } = await api.person();
  api.table.client.middlewareStack.add(
    (next) => async (args) => {
      await sleep(tripMilliseconds);
      return next(args);
    },
    { step: 'initialize', name: 'trip' },
  );
  const header = `${cookieName}=${cookie}`;
  const check = async () => {
    const held = readSessionCookie([header]);
    return held !== null && (await authenticate(api.table, held, new Date())) !== null;
  };
  api.counter.take();
  await check();
  const trips = api.counter.take().calls.length;
  const rate = await perSecond(check);
  await close();
  return { rate, trips };
}

/** The peer's check, `auth.api.getSession`, over SQLite in memory. */
async function betterAuths(): Promise<{ rate: number; trips: number }> {
  let trips = 0;
  const trip: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      trips += 1;
      await sleep(tripMilliseconds);
      return result;
    },
  };
  const dialect = new NodeSqliteDialect({ database: new DatabaseSync(':memory:') });
  const db = new Kysely<unknown>({ dialect, plugins: [trip] });
  const options = {
    database: { db, type: 'sqlite' },
    secret: 'a secret for the benchmark only, long enough',
    baseURL: 'http://127.0.0.1',
    emailAndPassword: { enabled: true },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
  } as const;
  await (await getMigrations(options)).runMigrations();
  const auth = betterAuth(options);
  const signedUp = await auth.api.signUpEmail({
    body: { email: 'bench@example.test', password, name: 'Bench Mark' },
    asResponse: true,
  });
  const headers = new Headers({
    cookie: signedUp.headers
      .getSetCookie()
      .map((set) => set.split(';')[0])
      .join('; '),
  });
  const check = async () => (await auth.api.getSession({ headers })) !== null;
  trips = 0;
  await check();
  const perCheck = trips;
  const rate = await perSecond(check);
  await db.destroy();
  return { rate, trips: perCheck };
}

/** Session checks per second, ours and the peer's, in the same process one after the other. */
export async function sessionCheckRows(): Promise<Row[]> {
  const [us, peer] = [await ours(), await betterAuths()];
  const row = (name: string, { rate, trips }: { rate: number; trips: number }) => ({
    name,
    figures: [rate.toFixed(0), String(trips), `${(rate / peer.rate).toFixed(2)} x`],
  });
  return [row('Latchkey, local DynamoDB engine over HTTP', us), row('Better Auth, SQLite in process', peer)];
}
