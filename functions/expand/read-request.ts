import * as v from 'valibot';
import type { refusedBecause } from '#events/lifecycle/notification-refused.ts';
import { type NotificationRequested, notificationRequestedSchema } from '#events/notification-requested.ts';
import { findNotificationType } from '#events/notifications/catalogue.ts';
import type { NotificationType } from '#events/notifications/notification-type.ts';
import { eventSource } from '#events/envelope.ts';

/** A request to tell some people of something. */
export interface Request {
  readonly source: string;
  readonly type: NotificationType;
  /** The publisher's id; with the source it names the request. */
  readonly id: string;
  /** Null where it concerns the person and no company: only Latchkey asks so. */
  readonly companyId: string | null;
  readonly to: NotificationRequested['to'];
  /** Whom it is about, who is told in another way: only Latchkey leaves somebody out. */
  readonly except?: string | null;
  readonly data: Record<string, unknown>;
  readonly url: string | null;
}

/** Why a request is refused, and where in it. */
export interface Refused {
  readonly ok: false;
  readonly reason: (typeof refusedBecause)[number];
  readonly path: string | null;
}

export type RequestOutcome<T extends object> = ({ readonly ok: true } & T) | Refused;

export function refused(reason: Refused['reason'], path: string | null = null): Refused {
  return { ok: false, reason, path };
}

/** Reads what a source asks for; refuses what fits no type. What it can't know (company, people) is asked later. */
export function readRequest(source: string, detail: unknown): RequestOutcome<{ request: Request }> {
  const parsed = v.safeParse(notificationRequestedSchema, detail);
  if (!parsed.success) return refused('malformed', v.getDotPath(parsed.issues[0]));
  const { output } = parsed;
  const type = findNotificationType(output.type);
  if (type === undefined) return refused('unknown-type', 'type');
  if (type.mailedBy === 'mailer' && source !== eventSource) return refused('reserved-type', 'type');
  const data = v.safeParse(type.data, output.data);
  if (!data.success)
    return refused('invalid-data', ['data', v.getDotPath(data.issues[0])].filter(Boolean).join('.'));
  const { id, companyId, to, url = null } = output;
  return {
    ok: true,
    request: { source, type, id, companyId, to, data: data.output, url: url ?? type.path(data.output) },
  };
}
