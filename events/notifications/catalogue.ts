import type { NotificationType } from './notification-type.ts';
import { missedCall } from './types/missed-call.ts';
import { newInvoice } from './types/new-invoice.ts';
import { newMessage } from './types/new-message.ts';
import { passwordChanged } from './types/password-changed.ts';
import { weeklyUsage } from './types/weekly-usage.ts';

/** Every notification type, in the order of the grid. */
export const notificationTypes: readonly NotificationType[] = [
  newMessage,
  missedCall,
  newInvoice,
  weeklyUsage,
  passwordChanged,
];

const byId = new Map(notificationTypes.map((type) => [type.id, type]));

/** The type of an id; undefined where there is none. */
export function findNotificationType(id: string): NotificationType | undefined {
  return byId.get(id);
}
