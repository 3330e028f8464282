import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { eventSource } from '#events/envelope.ts';
import { memberJoined } from '#events/lifecycle/member-joined.ts';
import { channels } from '#events/notifications/notification-type.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { days, hours } from '#functions/shared/clock.ts';
import { addMember } from '#functions/shared/company-writes.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import type { Role } from '#functions/shared/fields.ts';
import { newId } from '#functions/shared/ids.ts';
import {
  deferredKey,
  deliveryReceiptKey,
  inboxKey,
  ipSightingKey,
  notificationKey,
  pushKey,
  unreadIndexKey,
} from '#functions/shared/table.ts';
import { companyWith } from './colleagues.ts';
import { password, type TestApi } from './test-api.ts';
import { personWithTwoFactor, signInWith, freshCode } from './two-factor.ts';

const name = 'Augusta Byron';
const phone = '+12025550147';

/** A browser that shows notifications, as it is stored. */
export const pushBrowser = (addedAt: string) => ({
  id: 'a-browser',
  endpoint: 'https://push.example.test/1',
  p256dh: 'public',
  auth: 'secret',
  serverKey: 'server',
  sessionId: null,
  browser: 'Firefox 141',
  os: 'Linux',
  device: 'desktop',
  addedAt,
});

interface Joiner {
  readonly companyId: string;
  readonly accountId: string;
  readonly email: string;
  /** Whom they were told of. */
  readonly reader: string;
}

/** What an owner was told of somebody who joined: in their inbox, and in a mail that waits for its moment. */
async function tellOfJoining(api: TestApi, { companyId, accountId, email, reader }: Joiner) {
  const [id, notificationId, now] = [newId(), newId(), api.now()];
  const { name: TableName } = api.table;
  const at = now.toISOString();
  const told = { change: 'joined', name, company: 'Engines', role: 'owner' };
  const common = { companyId, type: 'membership-changed', url: null, createdAt: at };
  const decided = { enabled: true, rule: { kind: 'default' } };
  const items = [
    { ...notificationKey(eventSource, id), notificationId },
    {
      ...inboxKey(reader, notificationId),
      ...common,
      ...{ accountId: reader, notificationId, category: 'company', title: 'A new member' },
      ...{ body: `${name} joined as an owner.`, readAt: null, hidden: false },
      decisions: Object.fromEntries(channels.map((channel) => [channel, { ...decided, at }])),
    },
    {
      ...deferredKey(reader, 'email', at, notificationId),
      notification: { ...common, id: notificationId, data: told },
    },
  ];
  const data = { email, name, role: 'owner', companyName: 'Engines', invitedBy: reader } as const;
  const actor = { kind: 'account', accountId } as const;
  await commit(api.table, [
    recordEvent(TableName, memberJoined, { id, now, accountId, companyId, actor, origin: null, data }),
    ...items.map((Item) => ({ Put: { TableName, Item } })),
  ]);
}

/** Somebody whose deletion is due. */
export interface Leaver {
  readonly accountId: string;
  readonly email: string;
  readonly erasureId: string;
  /** Of a company that is theirs alone. */
  readonly companyId: string;
}

/** A person who signed up, signed in twice and asked for the deletion, which is due. */
export async function plainPerson(api: TestApi): Promise<Leaver> {
  const { cookie, accountId, email } = await api.person();
  await api.signIn(email);
  await api.request('POST /api/user/deletion', { cookie, body: { confirmation: 'DELETE', password } });
  const { id: erasureId } = await api.lastEvent('latchkey.deletion.scheduled');
  api.advance(7 * days);
  return { accountId, email, erasureId, companyId: cookie.split('.')[1] ?? '' };
}

/**
 * A person who has used everything that leaves something behind, in companies of every kind, and whose deletion is due:
 * one company is theirs alone, one they chose to delete with its member, one goes on with its other owner, and in one
 * the other owner has left within the days of grace.
 */
export async function livelyPerson(api: TestApi): Promise<Leaver> {
  const { email, accountId, secret, recoveryCodes, ...person } = await personWithTwoFactor(api);
  const { cookie } = person;
  const join = (companyId: string, member: string, role: Role) =>
    commit(
      api.table,
      addMember(api.table.name, {
        companyId,
        accountId: member,
        role,
        joinedAt: api.now().toISOString(),
        lastSeenAt: null,
      }),
    );
  const put = (Item: Record<string, unknown>) =>
    api.table.client.send(new PutCommand({ TableName: api.table.name, Item }));
  const post = (route: string, body: unknown, more: object = {}) =>
    api.request(route, { cookie, body, ...more });

  await api.request('PUT /api/user/profile', {
    cookie,
    body: { name, company: 'Engines', phone, timezone: 'Europe/London' },
  });
  await api.request('PUT /api/user/ip-allowlist', { cookie, body: { entries: ['203.0.113.0/24'] } });
  await post('POST /api/auth/sign-in', { email, password: 'wrong words' });
  await post('POST /api/auth/forgot-password', { email });
  await post('POST /api/user/export', {});
  const found = async (title: string) => {
    const headers = { 'idempotency-key': `"${newId()}"` };
    return String((await post('POST /api/companies', { name: title }, { headers })).body.id);
  };
  const [second, third] = [await found('Second'), await found('Third')];
  const notificationId = newId();
  const at = api.now().toISOString();
  await put({
    ...inboxKey(accountId, notificationId),
    ...unreadIndexKey(accountId, notificationId),
    title: email,
  });
  await put({ ...pushKey(accountId), version: 1, browsers: [pushBrowser(at)] });
  await put({ ...deliveryReceiptKey(accountId, notificationId, 'email'), status: 'sent' });
  await put({ ...deferredKey(accountId, 'email', at, notificationId), notificationId });

  const shared = await companyWith(api, 'member');
  const [mia, oscar, adam] = [await api.person(), await api.person(), await api.person()];
  await join(shared.companyId, accountId, 'owner');
  const { companyId: joined, owner } = shared;
  await tellOfJoining(api, { companyId: joined, accountId, email, reader: owner.id });
  await join(second, mia.accountId, 'member');
  await join(third, oscar.accountId, 'owner');
  await join(third, adam.accountId, 'admin');
  await put({ ...ipSightingKey(shared.companyId, accountId, '203.0.113.0/24'), accountId, at });
  const switched = await post('POST /api/session/company', { companyId: shared.companyId });
  await api.request('POST /api/company/invitations', {
    cookie: switched.cookie,
    body: { email: 'new@example.test', role: 'member' },
  });
  await api.request('PATCH /api/company/members/{id}', {
    cookie: switched.cookie,
    params: { id: shared.colleagues[0].id },
    body: { role: 'admin' },
  });

  // A factor must be a day old.
  api.advance(25 * hours);
  const again = await signInWith(api, email, { method: 'totp', code: freshCode(api, secret) });
  const scheduled = await api.request('POST /api/user/deletion', {
    cookie: again.cookie,
    body: {
      confirmation: 'DELETE',
      password,
      code: recoveryCodes[0],
      deleteCompanies: [second],
    },
  });
  if (scheduled.status !== 202) throw new Error(`Not scheduled: ${JSON.stringify(scheduled.body)}`);
  const { id: erasureId } = await api.lastEvent('latchkey.deletion.scheduled');
  const back = await api.request('POST /api/session/company', {
    cookie: await api.signIn(oscar.email),
    body: { companyId: third },
  });
  const left = await api.request('DELETE /api/company/members/{id}', {
    cookie: back.cookie,
    params: { id: oscar.accountId },
  });
  if (left.status !== 204) throw new Error(`Not left: ${JSON.stringify(left.body)}`);
  api.advance(7 * days);
  return {
    accountId,
    email,
    erasureId,
    companyId: cookie.split('.')[1] ?? '',
  };
}
