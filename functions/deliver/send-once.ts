import type { ChannelText, NotificationType } from '#events/notifications/notification-type.ts';
import type { Account } from '#functions/shared/account-item.ts';
import { backOff } from '#functions/shared/aws/transaction.ts';
import { describeFault } from '#functions/shared/logger.ts';
import {
  claimDelivery,
  type DeliveryClaim,
  releaseDelivery,
  settleDelivery,
} from '#functions/shared/notifications/delivery-receipt-item.ts';
import { ReplyLost } from '#functions/shared/notifications/lost-reply.ts';
import type { Notification } from '#functions/shared/notifications/notification.ts';
import type { Outgoing, SendOutcome } from '#functions/shared/notifications/sender.ts';
import type { DeliverDeps, OuterChannel } from './deps.ts';
import { contextOf } from './entry-of.ts';

/** A delivery that another run is at, or that failed in a way which allows another try: the message comes again. */
class NotYetDelivered extends Error {
  override readonly name = 'NotYetDelivered';
}

const settleTries = 5;

/** What goes out together: one notification, or what a digest has collected, of one type of company and category. */
export interface Letter {
  readonly channel: OuterChannel;
  readonly account: Account;
  readonly company: { readonly name: string } | null;
  /** The oldest first. */
  readonly notifications: readonly { readonly type: NotificationType; readonly notification: Notification }[];
}

/**
 * Hands what nobody has handed over yet to a channel, and writes down what came of it. After a fault that surely sent
 * nothing it throws, to be called again. After one that leaves it open it does not: an optional message once or,
 * seldom, not at all, beats one that comes twice, since the inbox has it anyway (decision 021). A run that is killed
 * while it sends is taken up when its lease has ended.
 */
export async function sendOnce(deps: DeliverDeps, letter: Letter): Promise<void> {
  const claims = new Map<string, DeliveryClaim>();
  try {
    await claimAll(deps, letter, claims);
    if (claims.size === 0) return;
    const notifications = letter.notifications.filter(({ notification }) => claims.has(notification.id));
    const outcome = await send(deps, { ...letter, notifications });
    await settleAll(
      deps,
      claims,
      outcome.ok ? { result: 'sent' } : { result: 'refused', reason: outcome.reason },
    );
  } catch (error) {
    if (error instanceof ReplyLost) return settleAll(deps, claims, { result: 'unknown' });
    await releaseAll(deps, claims);
    throw error;
  }
}

async function claimAll(
  { table, now, newId }: DeliverDeps,
  { channel, account, notifications }: Letter,
  claims: Map<string, DeliveryClaim>,
): Promise<void> {
  for (const { notification } of notifications) {
    const claim = {
      accountId: account.accountId,
      notificationId: notification.id,
      channel,
      claimId: newId(),
    };
    // Before the write: one whose reply is lost for good may stand, and has to be released.
    claims.set(notification.id, claim);
    const answer = await claimDelivery(table, claim, now());
    if (answer !== 'claimed') claims.delete(notification.id);
    if (answer === 'busy') throw new NotYetDelivered();
  }
}

async function send(deps: DeliverDeps, letter: Letter): Promise<SendOutcome> {
  try {
    return await sendBy(deps, letter);
  } catch (error) {
    const { account, channel, notifications } = letter;
    deps.logger.error('Delivery failed', {
      accountId: account.accountId,
      eventId: notifications.at(-1)?.notification.id ?? '',
      operation: channel,
      ...describeFault(error),
    });
    throw error;
  }
}

function sendBy({ senders, siteUrl, productName }: DeliverDeps, letter: Letter): Promise<SendOutcome> {
  const outgoing = outgoingOf(letter, siteUrl, productName);
  switch (letter.channel) {
    case 'email':
      return give(senders.email, outgoing('email'));
    case 'push':
      return give(senders.push, outgoing('push'));
    case 'sms':
      return give(senders.sms, outgoing('sms'));
  }
}

async function give<C>(
  sender: ((outgoing: Outgoing<C>) => Promise<SendOutcome>) | undefined,
  outgoing: Outgoing<C> | null,
): Promise<SendOutcome> {
  if (sender === undefined) return { ok: false, reason: 'not-offered' };
  return outgoing === null ? { ok: false, reason: 'no-text' } : sender(outgoing);
}

/** Writes a letter for a channel; null where the catalogue has no text for it. */
function outgoingOf({ account, company, notifications }: Letter, siteUrl: string, product: string) {
  const context = contextOf({ account }, company, product);
  const { accountId, email, name, timezone } = account;
  return <C extends OuterChannel>(channel: C): Outgoing<ChannelText[C]> | null => {
    const written = notifications.flatMap(({ type, notification }) => {
      const content = type.texts[channel]?.(notification.data, context);
      if (content === undefined) return [];
      const { id, companyId, createdAt, url } = notification;
      const absolute = url === null ? null : new URL(url, siteUrl).href;
      const about = { id, type: type.id, category: type.category, companyId, createdAt, url: absolute };
      return [{ notification: about, content }];
    });
    const newest = written.at(-1);
    if (newest === undefined) return null;
    const recipient = { accountId, email, name, timezone };
    return { ...newest, recipient, ...(written.length === 1 ? {} : { digest: written }) };
  };
}

/** Once it was handed over, a receipt that can't be written must not have it handed over again: it is tried harder. */
async function settleAll(
  { table, now, logger }: DeliverDeps,
  claims: ReadonlyMap<string, DeliveryClaim>,
  outcome: Parameters<typeof settleDelivery>[2],
): Promise<void> {
  for (const claim of claims.values()) {
    for (let attempt = 1; attempt <= settleTries; attempt += 1) {
      try {
        await settleDelivery(table, claim, outcome, now());
        break;
      } catch (error) {
        logger.warn('Receipt not written', { eventId: claim.notificationId, ...describeFault(error) });
        await backOff(attempt);
      }
    }
  }
}

async function releaseAll(
  { table, logger }: DeliverDeps,
  claims: ReadonlyMap<string, DeliveryClaim>,
): Promise<void> {
  for (const claim of claims.values()) {
    try {
      await releaseDelivery(table, claim);
    } catch (error) {
      logger.warn('Claim not released', { eventId: claim.notificationId, ...describeFault(error) });
    }
  }
}
