import { type Channel, channels } from '#events/notifications/notification-type.ts';

/** The channels that this stage can send through; nobody is shown another. */
export function offeredChannels(): readonly Channel[] {
  return channels;
}
