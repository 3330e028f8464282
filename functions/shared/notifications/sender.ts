/** A notification on its way to one person by one channel; `content` is what the catalogue wrote for the channel. */
export interface Outgoing<Content> {
  readonly notification: {
    /** Latchkey's own id of it: with account and channel it names the delivery. */
    readonly id: string;
    readonly type: string;
    readonly category: string;
    /** Null where it concerns the person and no company. */
    readonly companyId: string | null;
    /** ISO 8601. */
    readonly createdAt: string;
    /** Absolute; null where there is nothing to open. */
    readonly url: string | null;
  };
  readonly recipient: {
    readonly accountId: string;
    readonly email: string;
    readonly name: string;
    readonly timezone: string | null;
  };
  readonly content: Content;
  /** Where a digest gathered several: all of them, the oldest first; then `notification` is the newest. */
  readonly digest?: readonly Omit<Outgoing<Content>, 'digest' | 'recipient'>[];
}

/** Why a channel can't take a delivery, whatever is tried. "Why did I get this?" tells it. */
export const refusalReasons = [
  'not-offered',
  'no-text',
  'account-gone',
  'email-bounce',
  'email-complaint',
  'email-refused',
  'no-browser',
  'push-refused',
  'phone-not-confirmed',
  'sms-refused',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** What a channel says to a delivery: taken, or refused for good, so that no repetition would help. */
export type SendOutcome = { readonly ok: true } | { readonly ok: false; readonly reason: RefusalReason };

/**
 * Hands a delivery to its channel. Whoever calls it holds the receipt of (notification, account, channel), so it
 * sends without asking whether it was sent before. It throws on faults, after which it is tried again, but for
 * `ReplyLost`, which says that the channel may have taken the message: so it makes its last call, and nothing else, by
 * `handOver`. A client in it makes a single attempt (`maxAttempts: 1`): the SDK's own repetition after a lost reply
 * would send twice.
 */
export type Sender<Content> = (outgoing: Outgoing<Content>) => Promise<SendOutcome>;
