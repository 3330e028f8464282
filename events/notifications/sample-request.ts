import type { NotificationRequested } from '../notification-requested.ts';
import type { NotificationType } from './notification-type.ts';

/** What a product would publish to have a type's sample sent, as the detail of `latchkey.notification.requested`. */
export function sampleRequest(
  type: Pick<NotificationType, 'id' | 'sample'>,
  companyId: string,
): NotificationRequested {
  return { id: `sample-${type.id}`, type: type.id, companyId, to: { kind: 'audience' }, data: type.sample };
}
