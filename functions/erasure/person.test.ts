import { beforeAll, expect, test } from 'vitest';
import { days } from '#functions/shared/clock.ts';
import { accountKey, addressClaimKey, emailRevertPrefix } from '#functions/shared/table.ts';
import { type Colleague, companyWith } from '#functions/testing/colleagues.ts';
import { startTestApi, type TestApi } from '#functions/testing/test-api.ts';
import { startTestErasure } from '#functions/testing/test-erasure.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});

const storedWith = async (...marks: string[]) =>
  (await api.items())
    .map((item) => JSON.stringify(item))
    .filter((item) => marks.some((mark) => item.includes(mark)));

const rename = (cookie: string, name: string) =>
  api.request('PUT /api/user/profile', {
    cookie,
    body: { name, company: null, phone: null, timezone: 'Europe/London' },
  });

/** Moves an account to another address, for good: the way back has run out, and the old address is free. */
async function move({ id, cookie, email }: Colleague, fresh: string) {
  const stepped = await api.stepUp(cookie);
  await api.request('POST /api/user/email-change', { cookie: stepped, body: { email: fresh } });
  const { token } = await api.mailed('latchkey.email.change-requested', 'email-change-confirm');
  expect((await api.request('POST /api/auth/email-change/confirm', { body: { token } })).status).toBe(204);
  api.advance(8 * days);
  const { pk } = accountKey(id);
  const reverts = (await api.items()).filter(
    (item) => item['pk'] === pk && item['sk'].startsWith(emailRevertPrefix),
  );
  for (const { sk } of reverts) await api.remove({ pk, sk });
  await api.remove({ ...addressClaimKey(email) });
  return (await api.signIn(fresh)) ?? '';
}

test('every name and address that somebody had is forgotten, in what others keep and in the name of a first company', async () => {
  const { colleagues } = await companyWith(api, 'admin');
  const [colleague] = colleagues;
  const { id, email } = colleague;
  for (const name of ['Augusta Byron', 'Countess of Lovelace', 'A. King']) {
    await rename(colleague.cookie, name);
    // Each name is on record by the mail of a sign-in.
    await api.signIn(email);
  }
  const cookie = await move(colleague, 'king@example.test');
  const had = ['Augusta Byron', 'Countess of Lovelace', 'A. King', email, 'king@example.test'];
  expect((await storedWith(email)).length).toBeGreaterThan(0);
  await (await startTestErasure(api)).erase({ accountId: id, cookie });
  expect(await storedWith(...had)).toEqual([]);
});

test('an address that somebody else has by now stays theirs', async () => {
  const { colleagues } = await companyWith(api, 'admin');
  const [colleague] = colleagues;
  const { id, email } = colleague;
  const cookie = await move(colleague, 'moved@example.test');
  const heir = await api.person(email);
  await (await startTestErasure(api)).erase({ accountId: id, cookie });
  const again = (await api.signIn(email)) ?? '';
  expect(again.split('.')[0]).toBe(heir.accountId);
  expect((await api.request('GET /api/user/profile', { cookie: again })).body.email).toBe(email);
});
