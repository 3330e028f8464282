import type { KyselyPlugin } from 'kysely';
import { setTimeout as sleep } from 'node:timers/promises';
import { authenticate } from '#functions/shared/session/authenticate.ts';
import { cookieName, readSessionCookie } from '#functions/shared/session/session-cookie.ts';
import { password, startTestApi } from '#functions/testing/test-api.ts';
import { cookiesOf, startBetterAuth } from './better-auth.ts';
import { median, type Row } from './table.ts';

/** What a trip to the store costs in a data centre; added to both sides alike. */
const tripMilliseconds = 2;
const parallel = 32;
const seconds = 3;

interface Measured {
  /** Checks per second, many at once: what the processor allows. */
  readonly rate: number;
  /** Milliseconds of one check by itself: what a person waits. */
  readonly latency: number;
  readonly trips: number;
}

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

/** Milliseconds that one check takes when nothing else is under way, as the median of many. */
async function alone(check: () => Promise<boolean>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 200; run += 1) {
    const started = performance.now();
    await check();
    times.push(performance.now() - started);
  }
  return median(times);
}

/** Our check: cookie to session, account, membership and company, over the local engine. */
async function ours(): Promise<Measured> {
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
  const latency = await alone(check);
  await close();
  return { rate, latency, trips };
}

/** The peer's check, `auth.api.getSession`, over SQLite in memory. */
async function betterAuths(): Promise<Measured> {
  let trips = 0;
  const trip: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      trips += 1;
      await sleep(tripMilliseconds);
      return result;
    },
  };
  const { auth, close } = await startBetterAuth(trip);
  const signedUp = await auth.api.signUpEmail({
    body: { email: 'bench@example.test', password, name: 'Bench Mark' },
    asResponse: true,
  });
  const headers = cookiesOf(signedUp);
  const check = async () => (await auth.api.getSession({ headers })) !== null;
  trips = 0;
  await check();
  const perCheck = trips;
  const rate = await perSecond(check);
  const latency = await alone(check);
  await close();
  return { rate, latency, trips: perCheck };
}

/** Session checks per second, ours and the peer's, in the same process one after the other. */
export async function sessionCheckRows(): Promise<Row[]> {
  const [us, peer] = [await ours(), await betterAuths()];
  const row = (name: string, { rate, latency, trips }: Measured) => ({
    name,
    figures: [
      String(trips),
      `${latency.toFixed(1)} ms`,
      `${(latency / peer.latency).toFixed(2)} x`,
      rate.toFixed(0),
      `${(rate / peer.rate).toFixed(2)} x`,
    ],
  });
  return [row('Latchkey, local DynamoDB engine over HTTP', us), row('Better Auth, SQLite in process', peer)];
}
