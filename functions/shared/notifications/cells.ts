import * as v from 'valibot';
import { type Channel, channels } from '#events/notifications/notification-type.ts';

/**
 * Something per notification type and channel. Each cell is an attribute of its own, so that a change of one is a
 * single write that needs no reading, and two changes at once both count.
 */
export type Cells<T> = Readonly<Record<string, Readonly<Partial<Record<Channel, T>>>>>;

type CellKind = 'override' | 'default' | 'lock';

/** The attribute of a cell. */
export function cellAttribute(kind: CellKind, type: string, channel: Channel): string {
  return `${kind}#${type}#${channel}`;
}

const cellName = /^(\w+)#([a-z-]+)#([a-z-]+)$/;

/** Collects the cells of a kind from a stored item. */
export function cellsOf<S extends v.GenericSchema>(
  item: Record<string, unknown> | undefined,
  kind: CellKind,
  schema: S,
): Cells<v.InferOutput<S>> {
  const cells: Record<string, Partial<Record<Channel, v.InferOutput<S>>>> = {};
  for (const [name, stored] of Object.entries(item ?? {})) {
    const [, itsKind, type = '', channelName] = cellName.exec(name) ?? [];
    const channel = channels.find((known) => known === channelName);
    if (itsKind !== kind || channel === undefined) continue;
    cells[type] = { ...cells[type], [channel]: v.parse(schema, stored) };
  }
  return cells;
}
