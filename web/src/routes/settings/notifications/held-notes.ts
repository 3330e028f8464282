import { notificationsTexts as texts } from './notifications-texts.ts';
import { type Channel, heldBy, type Row } from './preferences-patch.ts';

/**
 * What a row says of the channels that its person can't change, and who has decided so. Each may be another admin's
 * lock: of those that one made on the same day it is said once.
 */
export function heldNotes(row: Row, channels: readonly Channel[], day: (moment: string) => string): string[] {
  const held = (by: 'mandatory' | 'lock') => channels.filter((channel) => heldBy(row, channel) === by);
  const names = (some: readonly Channel[]) => some.map((channel) => texts.channels[channel]).join(', ');
  const decider = (channel: Channel) => {
    const { by = null, at = null } = row.decided[channel] ?? {};
    return [by, at === null ? null : day(at)].filter((part) => part !== null).join(', ');
  };
  const mandatory = held('mandatory');
  return [
    ...(mandatory.length === 0 ? [] : [texts.mandatory(names(mandatory))]),
    ...[...Map.groupBy(held('lock'), decider)].map(([by, locked]) => texts.locked(names(locked), by)),
  ];
}
