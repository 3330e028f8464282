import { notificationTypes } from '#events/notifications/catalogue.ts';
import type { Channel, NotificationRole, NotificationType } from '#events/notifications/notification-type.ts';
import { refuse, refuseField, type Refusal } from '#functions/shared/outcome.ts';

/** The rows that somebody of a role can ever receive, with the channels of each that the stage offers. */
export function rowsFor(
  role: NotificationRole,
  offered: readonly Channel[],
): { readonly type: NotificationType; readonly channels: readonly Channel[] }[] {
  return notificationTypes.flatMap((type) => {
    const channels = offered.filter((channel) => type.channels[channel] !== undefined);
    return type.audience.includes(role) && channels.length > 0 ? [{ type, channels }] : [];
  });
}

/** The rows that a company decides about: everybody's, but for the security of their accounts. */
export function companyRows(offered: readonly Channel[]) {
  return rowsFor('owner', offered).filter(({ type }) => type.category !== 'security');
}

type Rows = ReturnType<typeof rowsFor>;

/** Refuses changes of cells that are none of these rows, and of those that nobody can turn off. */
export function refuseCells(
  rows: Rows,
  changes: readonly { readonly type: string; readonly channel: Channel; readonly enabled: boolean | null }[],
): Refusal | null {
  for (const [index, { type, channel, enabled }] of changes.entries()) {
    const row = rows.find((candidate) => candidate.type.id === type);
    if (row === undefined) return refuseField(`changes.${index}.type`, 'invalid-choice');
    if (!row.channels.includes(channel)) return refuseField(`changes.${index}.channel`, 'invalid-choice');
    if (enabled !== null && row.type.mandatory.includes(channel)) return refuse('channel-mandatory');
  }
  return null;
}
