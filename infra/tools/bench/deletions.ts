import { password } from '#functions/testing/test-api.ts';
import { startErasureWorld } from '#functions/testing/erasure-world.ts';
import { plainPerson } from '#functions/testing/lively-person.ts';
import { cookiesOf, startBetterAuth } from './better-auth.ts';
import type { Row } from './table.ts';

/** A store that answers with an error, or does what it is asked and its reply is lost. */
const faults = ['failed', 'reply lost'] as const;
/** How often whoever may try again does. */
const tries = 3;

interface Ends {
  points: number;
  whole: number;
  /** What was left of an account, in the words of the store. */
  left: Set<string>;
}

function row(name: string, { points, whole, left }: Ends): Row {
  return {
    name,
    figures: [String(points), String(whole), left.size === 0 ? 'nothing' : [...left].join(', ')],
  };
}

/** Each call of ours to the table, the user pool and S3 fails once; the execution goes on as Lambda has it go on. */
async function ours(): Promise<Ends> {
  let close = () => Promise.resolve();
  const world = await startErasureWorld({
    person: plainPerson,
    onClose: (closer) => {
      close = closer;
    },
  });
  const services = ['table', 'cognito', 's3'] as const;
  const run = async (kind: (typeof faults)[number], call: number) => {
    await world.restore();
    const execution = world.execution();
    const counted = world.doors.disturb(kind, { services, call });
    let ended = false;
    for (let attempt = 0; attempt < tries && !ended; attempt += 1) {
      ended = await world.erase(execution).then(
        () => true,
        () => false,
      );
    }
    world.doors.open();
    return { calls: counted(), residue: JSON.stringify(await world.residue()) };
  };
  const undisturbed = await run('failed', 0);
  const ends: Ends = { points: 0, whole: 0, left: new Set() };
  for (const kind of faults) {
    for (let call = 1; call <= undisturbed.calls; call += 1) {
      const { residue } = await run(kind, call);
      ends.points += 1;
      if (residue === undisturbed.residue) ends.whole += 1;
      else ends.left.add(`after call ${String(call)}`);
    }
  }
  await close();
  return ends;
}

/** Each query of the peer's `deleteUser` fails once; then the person tries again, signing in anew where they have to. */
async function betterAuths(): Promise<Ends> {
  const ends: Ends = { points: 0, whole: 0, left: new Set() };
  for (const fault of faults) {
    for (let query = 1; ; query += 1) {
      const { met, left } = await deleteWithFault(fault, query);
      if (!met) break;
      ends.points += 1;
      if (left.length === 0) ends.whole += 1;
      for (const table of left) ends.left.add(`a row of ${table}`);
    }
  }
  return ends;
}

async function deleteWithFault(fault: (typeof faults)[number], query: number) {
  let [armed, count, met] = [false, 0, false];
  const fail = (when: typeof fault) => {
    if (!armed || when !== fault) return;
    count += 1;
    if (count !== query) return;
    met = true;
    throw Object.assign(new Error('The store failed'), { code: 'SQLITE_IOERR' });
  };
  const { auth, database, close } = await startBetterAuth({
    transformQuery: ({ node }) => {
      fail('failed');
      return node;
    },
    transformResult: ({ result }) => {
      fail('reply lost');
      return Promise.resolve(result);
    },
  });
  const credentials = { email: 'bench@example.test', password };
  await auth.api.signUpEmail({ body: { ...credentials, name: 'Bench Mark' } });
  const signIn = () => auth.api.signInEmail({ body: credentials, asResponse: true });
  let headers = cookiesOf(await signIn());
  armed = true;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const answer = await auth.api
      .deleteUser({ body: { password }, headers, asResponse: true })
      .catch(() => null);
    if (answer?.ok === true) break;
    // Told to sign in, or nothing at all: whoever still can signs in.
    const again = await signIn().catch(() => null);
    if (again?.ok === true) headers = cookiesOf(again);
  }
  const left = ['user', 'account', 'session'].filter(
    (table) => Number(database.prepare(`SELECT count(*) AS count FROM "${table}"`).get()?.['count']) > 0,
  );
  await close();
  return { met, left };
}

/** At how many points of failure an account is deleted whole in the end, ours and the peer's. */
export async function deletionRows(): Promise<Row[]> {
  return [row('Latchkey, its erasure', await ours()), row('Better Auth, deleteUser', await betterAuths())];
}
