import type { Envelope } from '#events/envelope.ts';
import type { OutputOf } from '#functions/shared/contract.ts';
import type { Person, readAuditLog } from './contract.ts';
import { auditKindOf } from './kinds.ts';

export type AuditLine = OutputOf<typeof readAuditLog>['lines'][number];

/** The members of the company among the people of a page, by account. */
export type Members = ReadonlyMap<string, Person>;

/** Whose name and address an event's data hold: that of an invitation holds the invited one's. */
const ofSomebodyElse = new Set(['latchkey.member.invited', 'latchkey.member.invitation-revoked']);

const said = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** An event as the admins of its company read it. */
export function auditLineOf(event: Envelope, members: Members): AuditLine {
  const { id, type, occurredAt, origin, data, accountId } = event;
  const { timezone: _, ...told } = data;
  const { name, email, ...rest } = told;
  const invitation = ofSomebodyElse.has(type);
  const member = personOf(accountId, members);
  const about = invitation
    ? member
    : { ...member, name: said(name) ?? member.name, email: said(email) ?? member.email };
  return {
    id,
    type,
    at: occurredAt,
    browser: origin?.browser ?? null,
    os: origin?.os ?? null,
    device: origin?.device ?? null,
    ip: origin?.ip ?? null,
    details: invitation ? told : rest,
    kind: auditKindOf(type),
    by: actorOf(event, about, members),
    about,
  };
}

function personOf(id: string, members: Members): Person {
  return members.get(id) ?? { id, name: null, email: null };
}

function actorOf({ actor }: Envelope, about: Person, members: Members): AuditLine['by'] {
  if (actor.kind === 'support') return { kind: 'support', operator: actor.operator, reason: actor.reason };
  if (actor.kind !== 'account') return { kind: actor.kind };
  return { kind: 'account', ...(actor.accountId === about.id ? about : personOf(actor.accountId, members)) };
}

export const csvColumns = [
  'at',
  'kind',
  'type',
  'by',
  'by name',
  'by email',
  'reason',
  'about name',
  'about email',
  'browser',
  'os',
  'device',
  'ip',
  'details',
  'id',
];

/** The cells of a line, in the order of `csvColumns`. */
export function cellsOf(line: AuditLine): (string | null)[] {
  const { at, kind, type, by, about, browser, os, device, ip, details, id } = line;
  return [
    ...[at, kind, type, by.kind],
    ...byCells(by),
    ...[about.name, about.email, browser, os, device, ip, JSON.stringify(details), id],
  ];
}

function byCells(by: AuditLine['by']): (string | null)[] {
  if (by.kind === 'support') return [by.operator, null, by.reason];
  return by.kind === 'account' ? [by.name, by.email, null] : [null, null, null];
}
