import type { Envelope } from '#events/envelope.ts';
import type { OutputOf } from '#functions/shared/contract.ts';
import type { readSecurityLog } from './contract.ts';
import type { LogKind } from './kinds.ts';

export type LogLine = OutputOf<typeof readSecurityLog>['lines'][number];

/** What every event carries for its mail; the reader of the log knows it. */
const forMails = new Set(['email', 'name', 'timezone']);

/** An event as its owner reads it. From where somebody else acted (support, an admin) is not the owner's business. */
export function lineOf(event: Envelope, kind: LogKind): LogLine {
  const { id, type, occurredAt, data } = event;
  const by = actorOf(event);
  const origin = by.kind === 'self' || by.kind === 'anonymous' ? event.origin : null;
  return {
    id,
    type,
    at: occurredAt,
    browser: origin?.browser ?? null,
    os: origin?.os ?? null,
    device: origin?.device ?? null,
    ip: origin?.ip ?? null,
    details: Object.fromEntries(Object.entries(data).filter(([name]) => !forMails.has(name))),
    kind,
    by,
  };
}

function actorOf({ actor, accountId }: Envelope): LogLine['by'] {
  if (actor.kind === 'support') return { kind: 'support', operator: actor.operator, reason: actor.reason };
  if (actor.kind !== 'account') return { kind: actor.kind };
  return { kind: actor.accountId === accountId ? 'self' : 'member' };
}

export const csvColumns = [
  'at',
  'kind',
  'type',
  'by',
  'operator',
  'reason',
  'browser',
  'os',
  'device',
  'ip',
  'details',
  'id',
];

/** The cells of a line, in the order of `csvColumns`. */
export function cellsOf(line: LogLine): (string | null)[] {
  const { at, kind, type, by, browser, os, device, ip, details, id } = line;
  const support = by.kind === 'support' ? [by.operator, by.reason] : [null, null];
  return [at, kind, type, by.kind, ...support, browser, os, device, ip, JSON.stringify(details), id];
}
