import type { ChannelText } from '#events/notifications/notification-type.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';
import type { Logger } from '#functions/shared/logger.ts';
import type { Sender } from '#functions/shared/notifications/sender.ts';

/** The ways out of the house; one that a stage doesn't offer is left out. */
export interface Senders {
  readonly email?: Sender<ChannelText['email']>;
  readonly push?: Sender<ChannelText['push']>;
  readonly sms?: Sender<ChannelText['sms']>;
}

export const outerChannels = ['email', 'push', 'sms'] as const;
export type OuterChannel = (typeof outerChannels)[number];

export interface DeliverDeps {
  readonly table: Table;
  readonly now: Now;
  readonly newId: () => string;
  readonly logger: Logger;
  readonly senders: Senders;
  readonly productName: string;
  /** Without a trailing slash. */
  readonly siteUrl: string;
}
