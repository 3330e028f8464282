import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { DeleteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { SQSEvent } from 'aws-lambda';
import { createECDH, randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { sampleRequest } from '#events/notifications/sample-request.ts';
import { missedCall } from '#events/notifications/types/missed-call.ts';
import { sampleEnvelope } from '#events/samples.ts';
import { handleFeedback } from '#functions/email-problem/handle-feedback.ts';
import { emailSender } from '#functions/notification-email/email-sender.ts';
import { announceReport } from '#functions/reports/announce-report.ts';
import { scheduleAdminReports } from '#functions/reports/schedule-admin-reports.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { days, hours, minutes } from '#functions/shared/clock.ts';
import { adminReportDue, companyReportsDue } from '#functions/shared/notifications/report-schedule.ts';
import type { Outgoing } from '#functions/shared/notifications/sender.ts';
import { type PushBrowser, putPushBrowsers } from '#functions/shared/push-item.ts';
import { startSession } from '#functions/shared/session/session-item.ts';
import { addressClaimKey } from '#functions/shared/table.ts';
import { smsSender } from '#functions/sms/sms-sender.ts';
import type { DueHandler } from '#functions/sweep/sweep.ts';
import { pushSender } from '#functions/web-push/push-sender.ts';
import { vapidKeys } from '#functions/web-push/vapid.ts';
import { type Call, type Fault, faultInjector, injectIntoDynamoDb } from './fault-injector.ts';
import { startPipeline } from './pipeline.ts';

type Channel = 'email' | 'push' | 'sms';

const secret = 'the channel secret of these tests';
const browserKeys = createECDH('prime256v1');
browserKeys.generateKeys();
const browser: Omit<PushBrowser, 'sessionId'> = {
  ...{ id: 'browser', endpoint: 'https://push.example.com/1', browser: 'Firefox', os: 'Linux' },
  ...{ p256dh: browserKeys.getPublicKey('base64url'), auth: randomBytes(16).toString('base64url') },
  ...{ serverKey: vapidKeys(secret).publicKey, addedAt: '2026-05-01T00:00:00.000Z' },
  device: 'desktop',
};

/** The whole pipeline with its real senders, each call of which passes through an injector. */
async function setup() {
  const injector = faultInjector();
  const pipeline = await startPipeline();
  const { table, client, now, newId, queues, sqs, take, senders, deliverDeps } = pipeline;
  const { logger } = deliverDeps;
  injectIntoDynamoDb(client, injector);
  sqs.on(SendMessageBatchCommand).callsFake((input: SendMessageBatchCommand['input']) => {
    const { QueueUrl, Entries = [] } = input;
    return injector.pass(`SendMessageBatch ${String(QueueUrl)}`, {
      call: () => take(input),
      inPart: () => ({
        ...take({ QueueUrl, Entries: Entries.slice(0, -1) }),
        Failed: Entries.slice(-1),
      }),
    });
  });

  /** What channels took: channel, account and notification. */
  const taken: string[] = [];
  const takes = (channel: Channel, { recipient, notification, digest }: Outgoing<unknown>) => {
    const told = digest?.map((one) => one.notification.id) ?? [notification.id];
    return () => {
      for (const id of told) taken.push(`${channel} ${recipient.accountId} ${id}`);
    };
  };
  const readChannelSecret = () => injector.pass('GetSecretValue', { call: () => [secret] as const });
  const settings = {
    ...{ siteUrl: 'https://account.example.com', productName: 'Latchkey' },
    ...{ supportEmail: 'support@example.com', mailFrom: 'account@example.com' },
  };
  senders.email = (outgoing) =>
    emailSender({
      ...{ table, now, readChannelSecret, settings },
      send: () => injector.pass('SendRawEmail', { call: takes('email', outgoing) }),
    })(outgoing);
  senders.push = (outgoing) =>
    pushSender({
      ...{ table, now, logger, readChannelSecret, contact: 'mailto:support@example.com' },
      post: async () => {
        try {
          await injector.pass('push service', { call: takes('push', outgoing) });
          return 201;
        } catch (error) {
          return statusOf(error as Error);
        }
      },
    })(outgoing);
  senders.sms = (outgoing) =>
    smsSender({
      table,
      send: async () => {
        await injector.pass('SendTextMessage', { call: takes('sms', outgoing) });
        return { ok: true };
      },
    })(outgoing);

  const due: [string, DueHandler][] = [
    [companyReportsDue, (item) => scheduleAdminReports({ table, now }, item)],
    [adminReportDue, (item) => announceReport({ table, now }, item)],
  ];
  const reports: SQSEvent['Records'] = [];
  const feedback = async () => {
    const batch = reports.splice(0);
    const { batchItemFailures } = await handleFeedback({ table, now, newId, logger }, { Records: batch });
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    reports.push(...batch.filter(({ messageId }) => failed.has(messageId)));
  };
  /** Runs a function; when it is killed, what it had taken off a queue comes again. */
  const run = async (act: () => Promise<unknown>) => {
    const all = [queues.requests, queues.deliveries, reports] as { unshift: (...some: unknown[]) => void }[];
    const waiting = [[...queues.requests], [...queues.deliveries], [...reports]];
    const end = await injector.live(() => act().catch(() => 'failed'));
    if (end !== 'killed') return;
    all.forEach((queue, at) => queue.unshift(...waiting[at]!));
  };
  /** Does once what there is to do: what has fallen due, if asked, and what waits in the queues. */
  const once = async (sweeps: boolean) => {
    if (sweeps) await run(() => pipeline.sweep(due));
    if (queues.requests.length > 0) await run(() => pipeline.run('requests'));
    if (queues.deliveries.length > 0) await run(() => pipeline.run('deliveries'));
    if (reports.length > 0) await run(feedback);
  };
  const items = async (pk: string) =>
    (
      await table.client.send(
        new QueryCommand({
          TableName: table.name,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': pk },
        }),
      )
    ).Items ?? [];
  return {
    ...pipeline,
    injector,
    taken,
    bounced: (report: unknown) =>
      reports.push({ messageId: randomUUID(), body: JSON.stringify(report) } as SQSEvent['Records'][number]),
    once,
    items,
    waiting: () => queues.requests.length + queues.deliveries.length + reports.length,
    /** Whoever is told by every channel. */
    somebody: async (others: number) => {
      const phone = '+12025550123';
      const made = await pipeline.company(
        ['owner', ...Array.from({ length: others }, () => 'member' as const)],
        {
          phone,
          sessionTimeoutMinutes: null,
          confirmedPhone: { number: phone, at: now().toISOString() },
          emailProblem: null,
        },
      );
      const [accountId = ''] = made.accountIds;
      const viewer = { ip: '203.0.113.9', browser: 'Firefox', os: 'Linux', device: 'desktop' } as const;
      const session = { id: newId(), accountId, companyId: made.companyId, refreshToken: null, viewer };
      const chosen: PushBrowser[] = [{ ...browser, sessionId: session.id }];
      await commit(table, [
        ...startSession(table.name, { ...session, now: now(), absoluteDays: 30 }).items,
        putPushBrowsers(table.name, accountId, { version: 0, browsers: [] }, chosen),
      ]);
      return { ...made, accountId };
    },
  };
}

/** A push service answers with a status where the SDK would throw. */
function statusOf(error: Error & { $metadata?: { httpStatusCode: number } }): number {
  if (error.$metadata === undefined) throw error;
  return error.$metadata.httpStatusCode === 400 ? 429 : error.$metadata.httpStatusCode;
}

type Setup = Awaited<ReturnType<typeof setup>>;

/** How often each channel may have taken each notification. */
type Bounds = Readonly<Record<Channel, readonly [least: number, most: number]>>;

/** A run to be disturbed. */
interface Run {
  /** Whom or what it is about, as due items name it. */
  readonly about: string;
  /** Whether it has come to its end. Default: nothing about it is due. */
  readonly isOver?: () => Promise<boolean>;
  /** What must have come of it in the end. */
  readonly check: (bounds: Bounds) => Promise<void>;
}

interface Scenario {
  readonly begin: (of: Setup) => Promise<Run>;
  /** How much time passes between one try and the next: more than a lease or a claim. Default: ten minutes. */
  readonly step?: number;
  readonly sweeps?: boolean;
}

const once = { email: [1, 1], push: [1, 1], sms: [1, 1] } as const;
const handedOver: Readonly<Record<string, Channel>> = {
  SendRawEmail: 'email',
  'push service': 'push',
  SendTextMessage: 'sms',
};
const isRead = ({ label }: Call) => /^(BatchGet|Query|Get)/.test(label);

interface Trial {
  /** What befalls a call and its repetitions. */
  readonly faults: readonly Fault[];
  readonly bounds: Bounds;
}

/** The faults that a call meets, each trial in a run of its own, and what may come of them. */
function trialsOf(call: Call): Trial[] {
  const channel = handedOver[call.label];
  const kills: Trial = {
    faults: ['killed before', 'killed after'],
    // What was being sent then is sent again when its lease ends: seldom twice, never not at all (decision 021).
    bounds: { email: [1, 2], push: [1, 2], sms: [1, 2] },
  };
  if (channel !== undefined)
    return [
      { faults: ['throttled', 'failed'], bounds: once },
      { faults: ['timed out'], bounds: { ...once, [channel]: [0, 0] } },
      { faults: ['reply lost'], bounds: once },
      kills,
    ];
  const answered: Fault[] = ['throttled', 'failed', 'timed out'];
  if (call.canBeInPart) answered.push('in part');
  const trials: Trial[] = [{ faults: answered, bounds: once }];
  if (isRead(call)) return trials;
  trials.push({ faults: ['reply lost'], bounds: once }, kills);
  if (call.isConditional) trials.push({ faults: ['done twice'], bounds: once });
  return trials;
}

/** What an account was told in the end: once by its inbox, by each channel as the bounds say; and nothing waits. */
async function expectTold(
  { items, taken }: Setup,
  accountId: string,
  { channels, count = 1 }: { channels: readonly Channel[]; count?: number },
  bounds: Bounds,
) {
  const entries = await items(`INBOX#${accountId}`);
  expect(entries).toHaveLength(count);
  const deliveries = await items(`DELIVERY#${accountId}`);
  expect(deliveries.filter(({ sk }) => String(sk).startsWith('LATER#'))).toEqual([]);
  expect(deliveries.filter(({ status }) => status === 'sending')).toEqual([]);
  for (const channel of channels)
    for (const { notificationId } of entries) {
      const times = taken.filter((one) => one === `${channel} ${accountId} ${notificationId}`).length;
      const [least, most] = bounds[channel];
      expect(times, channel).toBeGreaterThanOrEqual(least);
      expect(times, channel).toBeLessThanOrEqual(most);
    }
}

async function dueOf({ items }: Setup, about: string) {
  const buckets = await Promise.all([0, 1, 2, 3].map((bucket) => items(`DUE#${bucket}`)));
  return buckets.flat().filter(({ reference }) => String(reference).includes(about));
}

const wholeDay = (from: string, to: string) => {
  const span = { from, to };
  return { mon: span, tue: span, wed: span, thu: span, fri: span, sat: span, sun: span };
};

const scenarios: Record<string, Scenario> = {
  'of what goes out at once, by every channel': {
    begin: async (of) => {
      const { companyId, accountId } = await of.somebody(0);
      await of.choose(accountId, { changes: [{ type: 'missed-call', channel: 'sms', enabled: true }] });
      of.publish({ ...sampleRequest(missedCall, companyId), id: randomUUID() });
      const channels = ['email', 'push', 'sms'] as const;
      return { about: accountId, check: (bounds) => expectTold(of, accountId, { channels }, bounds) };
    },
  },
  'of an audience that one run does not get through': {
    begin: async (of) => {
      Object.assign(of.expandDeps, { membersPerRead: 1, readsPerRun: 1 });
      const { companyId, accountIds, accountId } = await of.company(['owner', 'member']).then((made) => {
        return { ...made, accountId: made.accountIds[0] ?? '' };
      });
      for (const id of accountIds) await of.choose(id, { masters: { email: false, push: false } });
      of.publish({ ...sampleRequest(missedCall, companyId), id: randomUUID() });
      const check = async (bounds: Bounds) => {
        for (const id of accountIds) await expectTold(of, id, { channels: [] }, bounds);
      };
      return { about: accountId, check };
    },
  },
  'of two mails that wait for the end of quiet hours and are one then': {
    step: 2 * hours,
    sweeps: true,
    begin: async (of) => {
      const { companyId, accountId } = await of.somebody(0);
      const clock = (later: number) => `${String((of.now().getUTCHours() + later) % 24).padStart(2, '0')}:00`;
      const quietHours = wholeDay(clock(0), clock(2));
      await of.choose(accountId, { quietHours, masters: { push: false, sms: false } });
      for (const caller of ['One', 'Two']) {
        const request = sampleRequest(missedCall, companyId);
        of.publish({ ...request, id: randomUUID(), data: { ...request.data, caller } });
      }
      const channels = ['email'] as const;
      return {
        about: accountId,
        check: (bounds) => expectTold(of, accountId, { channels, count: 2 }, bounds),
      };
    },
  },
  'of a request that is refused': {
    begin: async (of) => {
      const { companyId } = await of.somebody(0);
      const id = randomUUID();
      of.publish({ ...sampleRequest(missedCall, companyId), id, data: {} });
      const check = async () => {
        // The letter may lie there twice, the event may not.
        const letters = of.queues.refused.splice(0);
        expect([1, 2]).toContain(letters.length);
        for (const { body, attributes } of letters) {
          expect(JSON.parse(body)).toMatchObject({ detail: { id } });
          expect(attributes).toEqual({ reason: 'invalid-data', path: 'data.callId' });
        }
        const events = await of.items('EVENTS#00000000-0000-0000-0000-000000000000');
        expect(events.filter(({ data }) => data.notificationId === id)).toHaveLength(1);
      };
      return { about: companyId, check };
    },
  },
  'of the weekly reports of a company, from its beginning': {
    sweeps: true,
    step: 3 * days,
    begin: async (of) => {
      const { companyId, accountIds } = await of.company(['owner']);
      of.happened({ ...sampleEnvelope('latchkey.company.created'), companyId });
      const dueReports = async (accountId: string) =>
        (await of.items(`EVENTS#${accountId}`)).filter(({ type }) => type === 'latchkey.report.due');
      return {
        about: companyId,
        isOver: async () => {
          const told = await Promise.all(accountIds.map(dueReports));
          const left = await dueOf(of, companyId);
          return told.every((reports) => reports.length > 0) && left.length === 1;
        },
        check: async () => {
          for (const accountId of accountIds) {
            const weeks = (await dueReports(accountId)).map(({ data }) => data.from);
            expect(weeks).toEqual([...new Set(weeks)]);
          }
          // The next week's, and nothing else.
          const left = await dueOf(of, companyId);
          expect(left.map(({ kind }) => kind)).toEqual([companyReportsDue]);
          for (const { pk, sk } of left)
            await of.table.client.send(new DeleteCommand({ TableName: of.table.name, Key: { pk, sk } }));
        },
      };
    },
  },
  'of a bounce': {
    begin: async (of) => {
      const { accountId } = await of.somebody(0);
      const email = `${accountId}@example.test`;
      const claim = { ...addressClaimKey(email), accountId, state: 'held' };
      await of.table.client.send(new PutCommand({ TableName: of.table.name, Item: claim }));
      const bounce = { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: email }] };
      of.bounced({ source: 'aws.ses', detail: { eventType: 'Bounce', bounce } });
      return {
        about: accountId,
        check: async () => {
          const [account] = await of.items(`ACCOUNT#${accountId}`);
          expect(account).toMatchObject({ emailProblem: { email, kind: 'bounce' } });
          expect(await of.items(`EVENTS#${accountId}`)).toHaveLength(1);
        },
      };
    },
  },
};

/** Lets a run go on, killed or not, until nothing is left to do; it must come to that. */
async function toTheEnd(of: Setup, { step = 10 * minutes, sweeps = false }: Scenario, run: Run) {
  const { about, isOver = async () => !sweeps || (await dueOf(of, about)).length === 0 } = run;
  for (let round = 0; round < 20; round += 1) {
    await of.once(sweeps);
    if (of.waiting() === 0 && (await isOver())) return;
    of.advance(step);
  }
  throw new Error('It never comes to its end');
}

/** Calls that an earlier scenario has had disturbed. */
const disturbed = new Set<string>();

test.each(Object.entries(scenarios))('whatever befalls a call %s', async (_name, scenario) => {
  const of = await setup();
  const undisturbed = await scenario.begin(of);
  of.injector.arm(null);
  await toTheEnd(of, scenario, undisturbed);
  const calls = of.injector.seen().filter(({ label, index }) => {
    // A sweep without anything to do asks the same again and again.
    const isNew =
      !disturbed.has(`${label} ${String(index)}`) && (index === 0 || !label.startsWith('Query DUE'));
    disturbed.add(`${label} ${String(index)}`);
    return isNew;
  });
  await undisturbed.check(once);
  expect(calls).not.toEqual([]);
  for (const call of calls) {
    for (const { faults, bounds } of trialsOf(call)) {
      try {
        const run = await scenario.begin(of);
        of.injector.arm(call, faults);
        await toTheEnd(of, scenario, run);
        expect(of.injector.isSpent()).toBe(true);
        of.injector.arm(null);
        await run.check(bounds);
      } catch (cause) {
        throw new Error(`${faults.join(', ')}: ${call.label} (${String(call.index)})`, { cause });
      }
    }
  }
});
