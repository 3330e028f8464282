import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { findNotificationType } from '#events/notifications/catalogue.ts';
import { type Channel, channels } from '#events/notifications/notification-type.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { isPast, type Now } from '#functions/shared/clock.ts';
import type { OutputOf } from '#functions/shared/contract.ts';
import { deliveryReceiptSchema } from '#functions/shared/notifications/delivery-receipt-item.ts';
import { type InboxEntry, inboxEntrySchema } from '#functions/shared/notifications/inbox-item.ts';
import {
  type CompanyNotifications,
  parseCompanyNotifications,
} from '#functions/shared/notifications/preferences-item.ts';
import { oldestShown } from '#functions/shared/notifications/unread.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { deliveryReceiptKey, inboxKey, notificationDefaultsKey } from '#functions/shared/table.ts';
import type { explainNotification as contract } from './contract.ts';

type Explanation = OutputOf<typeof contract>;
type Explained = Explanation['channels'][number];
type Receipt = v.InferOutput<typeof deliveryReceiptSchema>;

/**
 * Says why a notification came to somebody, or did not, channel by channel: by what was decided when it came. The name of
 * the admin who decided is known as long as the decision stands, and they do.
 */
export async function explainNotification(
  { table, now }: { table: Table; now: Now },
  { account: { accountId }, company: { companyId } }: Pick<Authenticated, 'account' | 'company'>,
  id: string,
): Promise<Outcome<{ explanation: Explanation }>> {
  const receiptKey = deliveryReceiptKey(accountId, id, '');
  const [[item, decisions], { Items = [] }] = await Promise.all([
    readMany(table, [inboxKey(accountId, id), notificationDefaultsKey(companyId)]),
    table.client.send(
      new QueryCommand({
        TableName: table.name,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: { ':pk': receiptKey.pk, ':sk': receiptKey.sk },
      }),
    ),
  ]);
  // What the inbox shows no more is explained no more.
  if (item === undefined || id < oldestShown(now())) return refuse('not-found');
  const entry = v.parse(inboxEntrySchema, item);
  if (entry.companyId !== null && entry.companyId !== companyId) return refuse('not-found');
  const receipts = new Map(
    Items.map((item) => v.parse(deliveryReceiptSchema, item)).map((receipt) => [receipt.channel, receipt]),
  );
  const decided = parseCompanyNotifications(decisions);
  const explained = channels.map((channel) => {
    const by = decidedBy(entry, channel, decided);
    return explain(entry, channel, { by, receipt: receipts.get(channel), now: now() });
  });
  const { type, createdAt } = entry;
  const typeTitle = findNotificationType(type)?.title ?? type;
  return { ok: true, explanation: { id, type, typeTitle, createdAt, channels: explained } };
}

/** Who made the decision that an entry went by: nobody is named once another has taken its place. */
function decidedBy(
  { type, decisions }: InboxEntry,
  channel: Channel,
  { locks, defaults }: CompanyNotifications,
): string | null {
  const { kind, at, by } = decisions[channel].rule;
  if (by !== undefined) return by;
  const cells = { lock: locks, company: defaults } as const;
  const decision = kind === 'lock' || kind === 'company' ? cells[kind][type]?.[channel] : undefined;
  return decision !== undefined && decision.at === at ? decision.by : null;
}

function explain(
  entry: InboxEntry,
  channel: Channel,
  { by, receipt, now }: { by: string | null; receipt: Receipt | undefined; now: Date },
): Explained {
  const { enabled, rule, at } = entry.decisions[channel];
  const why = { kind: rule.kind, by, at: rule.at ?? null };
  const became = (
    outcome: Explained['outcome'],
    moment: string | null = null,
    reason: Explained['reason'] = null,
  ): Explained => ({ channel, outcome, rule: why, at: moment, reason });
  if (!enabled) return became('off');
  if (channel === 'in-app') return became('delivered', entry.createdAt);
  if (receipt !== undefined) return byReceipt(became, receipt);
  if (findNotificationType(entry.type)?.texts[channel] === undefined) return became('mailed-by-security');
  return at !== undefined && !isPast(at, now) ? became('waiting', at) : became('sending', at ?? null);
}

function byReceipt(
  became: (outcome: Explained['outcome'], at: string | null, reason: Explained['reason']) => Explained,
  { status, settledAt, reason }: Receipt,
): Explained {
  const outcomes = { sent: 'delivered', sending: 'sending', refused: 'refused', unknown: 'unknown' } as const;
  return became(outcomes[status], settledAt ?? null, reason);
}
