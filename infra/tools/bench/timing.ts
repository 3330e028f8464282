import { minutes } from '#functions/shared/clock.ts';
import { newId } from '#functions/shared/ids.ts';
import { password, startTestApi } from '#functions/testing/test-api.ts';
import { median, type Row } from './table.ts';

const tries = 200;

/** Each operation that must not tell known addresses from unknown ones (ASVS 6.3.8), and what is sent to it. */
const operations = [
  ['sign up', 'POST /api/auth/sign-up'],
  ['sign in, wrong password', 'POST /api/auth/sign-in'],
  ['forgot password', 'POST /api/auth/forgot-password'],
  ['resend the code', 'POST /api/auth/resend-code'],
] as const;

/**
 * Milliseconds of each operation for addresses that have an account and for ones that nobody has, 200 tries each in
 * turn, over the local engine and the Cognito stand-in (its hashing cheap, so that our own work shows). The gap is
 * what a stranger could measure.
 */
export async function timingRows(): Promise<Row[]> {
  let close = () => Promise.resolve();
  const api = await startTestApi({
    onClose: (closer) => {
      close = closer;
    },
  });
  const known: string[] = [];
  for (let person = 0; person < 40; person += 1) known.push((await api.person()).email);
  let sent = 0;
  const time = async (route: string, email: string) => {
    sent += 1;
    const ip = `198.18.${String(sent >> 8)}.${String(sent & 255)}`;
    const body = { email, password: `not ${password}`, name: 'Bench Mark' };
    const started = performance.now();
    await api.request(route, { ip, body });
    return performance.now() - started;
  };

  const rows: Row[] = [];
  for (const [name, route] of operations) {
    const times: { known: number[]; unknown: number[] } = { known: [], unknown: [] };
    for (let attempt = -20; attempt < tries; attempt += 1) {
      // Past every limit of the last round, so that each try takes the same way.
      if (attempt % known.length === 0) api.advance(25 * 60 * minutes);
      const own = known[Math.abs(attempt) % known.length] ?? '';
      // Signing up makes a stranger's address a waiting one, so each is used once; others are met again like ours.
      const isNew = route.endsWith('sign-up');
      const strange = isNew ? `${newId()}@example.test` : own.replace('@', '@no.');
      // Now the one first, now the other: what the one leaves to do (a file to write) must not fall to the same side.
      const inTurn = [
        ['known', own],
        ['unknown', strange],
      ] as const;
      for (const [side, email] of attempt % 2 === 0 ? inTurn : inTurn.toReversed()) {
        const taken = await time(route, email);
        if (attempt >= 0) times[side].push(taken);
      }
    }
    const [ours, theirs] = [median(times.known), median(times.unknown)];
    const gap = (Math.abs(ours - theirs) / Math.max(ours, theirs)) * 100;
    rows.push({
      name,
      figures: [`${ours.toFixed(2)} ms`, `${theirs.toFixed(2)} ms`, `${gap.toFixed(1)} %`],
    });
  }
  await close();
  return rows;
}
