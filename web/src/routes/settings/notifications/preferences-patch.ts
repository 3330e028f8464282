import type { Preferences, PreferencesInput } from '#functions/notification-preferences/contract.ts';

export type Channel = Preferences['channels'][number]['id'];
export type Row = Preferences['types'][number];
export type Patch = Partial<PreferencesInput>;

/** Whether a row's cell can be changed by the person, and if not, why. */
export function heldBy(row: Row, channel: Channel): 'mandatory' | 'lock' | null {
  if (row.mandatory.includes(channel)) return 'mandatory';
  return row.source[channel] === 'lock' ? 'lock' : null;
}

/** What a cell is set to, were its channel not switched off as a whole. */
export function settingOf(row: Row, channel: Channel): boolean {
  return row.choice[channel] ?? row.fallback[channel] ?? false;
}

/** The document as the API would give it after a patch, so that the page need not wait for it. */
export function applyPatch(document: Preferences, patch: Patch): Preferences {
  const channels = document.channels.map(({ id, enabled }) => ({
    id,
    enabled: patch.masters?.[id] ?? enabled,
  }));
  const types = document.types.map((row) => {
    const changes = (patch.changes ?? []).filter(({ type }) => type === row.id);
    return withEffects(
      changes.reduce((changed, { channel, enabled }) => withChoice(changed, channel, enabled), row),
      channels,
    );
  });
  return {
    ...document,
    channels,
    types,
    quietHours: patch.quietHours === undefined ? document.quietHours : patch.quietHours,
    digests: digestsAfter(document.digests, patch.digests ?? {}),
  };
}

type Digests = Preferences['digests'];

function digestsAfter(before: Digests, changed: PreferencesInput['digests']): Digests {
  return {
    messages: changed.messages ?? before.messages,
    work: changed.work ?? before.work,
    billing: changed.billing ?? before.billing,
    company: changed.company ?? before.company,
    reports: changed.reports ?? before.reports,
    product: changed.product ?? before.product,
  };
}

/** The patch that undoes another one, made from the document before it. */
export function undoOf(document: Preferences, patch: Patch): Patch {
  const before = (id: string) => document.types.find((row) => row.id === id);
  const enabled = (channel: Channel) => document.channels.find(({ id }) => id === channel)?.enabled;
  return {
    ...(patch.changes && {
      changes: patch.changes.map(({ type, channel }) => ({
        type,
        channel,
        enabled: before(type)?.choice[channel] ?? null,
      })),
    }),
    ...(patch.masters && {
      masters: Object.fromEntries(
        document.channels.flatMap(({ id }) =>
          patch.masters?.[id] === undefined ? [] : [[id, enabled(id)] as const],
        ),
      ),
    }),
    ...(patch.quietHours !== undefined && { quietHours: document.quietHours }),
    ...(patch.digests && {
      digests: Object.fromEntries(
        Object.entries(document.digests).filter(([category]) => Object.hasOwn(patch.digests ?? {}, category)),
      ),
    }),
  };
}

/** What takes every choice of a row back. */
export function resetOf(rows: readonly Row[]): Patch {
  return {
    changes: rows.flatMap((row) =>
      chosenChannels(row).map((channel) => ({ type: row.id, channel, enabled: null })),
    ),
  };
}

/** The channels of a row about which the person chose something themself. */
export function chosenChannels(row: Row): Channel[] {
  return (['in-app', 'email', 'push', 'sms'] as const).filter((channel) => row.choice[channel] !== undefined);
}

function withChoice(row: Row, channel: Channel, enabled: boolean | null): Row {
  const { [channel]: _before, ...others } = row.choice;
  return { ...row, choice: enabled === null ? others : { ...others, [channel]: enabled } };
}

function withEffects(row: Row, channels: Preferences['channels']): Row {
  const effective = { ...row.effective };
  for (const { id, enabled } of channels) {
    if (effective[id] === undefined || heldBy(row, id) !== null) continue;
    effective[id] = enabled && settingOf(row, id);
  }
  return { ...row, effective };
}
