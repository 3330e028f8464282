import { type Envelope, eventSource } from '#events/envelope.ts';
import { handleBatch } from '#functions/log-chain/handle-batch.ts';
import { newId } from '#functions/shared/ids.ts';
import { password, startTestApi } from '#functions/testing/test-api.ts';
import type { Row } from './table.ts';

/**
 * Runs each operation once over the local table and counts what it asks of it: calls, those that had to wait
 * for one another's answer being the same number unless sent together, and units at DynamoDB's own count.
 */
export async function roundTripRows(): Promise<Row[]> {
  let close = () => Promise.resolve();
  const api = await startTestApi({
    onClose: (closer) => {
      close = closer;
    },
  });
  const rows: Row[] = [];
  const count = async (name: string, act: () => Promise<unknown>) => {
    api.counter.take();
    await act();
    const { calls, readUnits, writeUnits } = api.counter.take();
    rows.push({
      name,
      figures: [String(calls.length), String(readUnits), String(writeUnits), calls.join(' ')],
    });
  };

  const { email, cookie } = await api.person();
  const body = { email: `${newId()}@example.test`, password, name: 'Bench Mark' };
  const profile = { name: 'Bench Mark', company: 'Bench', phone: '+4930123456', timezone: 'Europe/Berlin' };
  await count('sign up', () => api.request('POST /api/auth/sign-up', { body }));
  const { code } = await api.mailed('latchkey.account.sign-up-requested', 'sign-up');
  await count('confirm sign-up', () =>
    api.request('POST /api/auth/confirm-sign-up', { body: { email: body.email, code } }),
  );
  await count('sign in', () => api.request('POST /api/auth/sign-in', { body: { email, password } }));
  await count('authenticate a request, read the profile', () =>
    api.request('GET /api/user/profile', { cookie }),
  );
  await count('who am I', () => api.request('GET /api/session', { cookie }));
  await count('save the profile', () => api.request('PUT /api/user/profile', { cookie, body: profile }));
  let stepped = cookie;
  await count('step up', async () => {
    stepped = await api.stepUp(cookie);
  });
  await count('ask for a new address', () =>
    api.request('POST /api/user/email-change', {
      cookie: stepped,
      body: { email: `${newId()}@example.test` },
    }),
  );
  const { token } = await api.mailed('latchkey.email.change-requested', 'email-change-confirm');
  await count('confirm the new address', () =>
    api.request('POST /api/auth/email-change/confirm', { body: { token } }),
  );
  await count('forgot password', () => api.request('POST /api/auth/forgot-password', { body: { email } }));
  await count('sign out', () => api.request('POST /api/auth/sign-out', { cookie: stepped }));
  const events = await api.events();
  const brought = async (lines: readonly Envelope[]) => {
    const Records = lines.map((detail) => ({
      messageId: detail.id,
      body: JSON.stringify({ source: eventSource, detail }),
    }));
    await handleBatch({ table: api.table, logger: api.deps.logger }, { Records });
  };
  const ofCompany = events.findIndex(({ companyId }) => companyId !== null);
  await count('link a line that came alone, of an account and a company', () =>
    brought(events.slice(ofCompany, ofCompany + 1)),
  );
  const { accountId } = events.at(-1) ?? {};
  const others = events.filter((event) => event.accountId === accountId && event.companyId === null);
  await count(`link ${String(others.length)} lines of an account at once`, () => brought(others));
  await close();
  return rows;
}
