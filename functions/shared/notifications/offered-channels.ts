import { type Channel, channels } from '#events/notifications/notification-type.ts';
import type { Environment } from '../environment.ts';

/** The channels that this stage can send through: text messages only where it has something to send them from. */
export function offeredChannels({ SMS_ORIGIN }: Pick<Environment, 'SMS_ORIGIN'>): readonly Channel[] {
  return channels.filter((channel) => channel !== 'sms' || SMS_ORIGIN !== '');
}
