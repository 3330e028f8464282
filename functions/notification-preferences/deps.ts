import type { Channel } from '#events/notifications/notification-type.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import type { Viewer } from '#functions/shared/viewer.ts';

export interface NotificationPreferencesDeps {
  readonly table: Table;
  readonly now: Now;
  readonly newId: () => string;
  /** The channels that this stage can send through; nobody is shown another. */
  readonly offeredChannels: readonly Channel[];
}

/** Who changes something, and what they have read before. */
export interface ChangeCommand<Input> {
  readonly auth: Authenticated;
  readonly viewer: Viewer;
  readonly input: Input;
  readonly ifMatch: string | null;
}
