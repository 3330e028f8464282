import * as v from 'valibot';
import type { Envelope, LifecycleEvent } from '#events/envelope.ts';
import { eventSource } from '#events/envelope.ts';
import { companyDeletionCancelled } from '#events/lifecycle/company-deletion-cancelled.ts';
import { companyDeletionScheduled } from '#events/lifecycle/company-deletion-scheduled.ts';
import { deletionScheduled } from '#events/lifecycle/deletion-scheduled.ts';
import { emailChanged } from '#events/lifecycle/email-changed.ts';
import { emailReverted } from '#events/lifecycle/email-reverted.ts';
import { memberJoined } from '#events/lifecycle/member-joined.ts';
import { memberLeft } from '#events/lifecycle/member-left.ts';
import { memberRemoved } from '#events/lifecycle/member-removed.ts';
import { memberRoleChanged } from '#events/lifecycle/member-role-changed.ts';
import { passkeyAdded } from '#events/lifecycle/passkey-added.ts';
import { passkeyRemoved } from '#events/lifecycle/passkey-removed.ts';
import { passwordChanged } from '#events/lifecycle/password-changed.ts';
import { passwordReset } from '#events/lifecycle/password-reset.ts';
import { recoveryCancelled } from '#events/lifecycle/recovery-cancelled.ts';
import { recoveryCodeUsed } from '#events/lifecycle/recovery-code-used.ts';
import { recoveryCodesRegenerated } from '#events/lifecycle/recovery-codes-regenerated.ts';
import { recoveryCompleted } from '#events/lifecycle/recovery-completed.ts';
import { recoveryStarted } from '#events/lifecycle/recovery-started.ts';
import { sessionStarted } from '#events/lifecycle/session-started.ts';
import { supportActed } from '#events/lifecycle/support-acted.ts';
import { twoFactorDisabled } from '#events/lifecycle/two-factor-disabled.ts';
import { twoFactorEnabled } from '#events/lifecycle/two-factor-enabled.ts';
import { findNotificationType } from '#events/notifications/catalogue.ts';
import type { Request } from './read-request.ts';

type EventOf<E extends LifecycleEvent> = Omit<Envelope, 'data'> & { readonly data: v.InferOutput<E['data']> };

/** What a lifecycle event tells somebody of: the type, whom and what. Null where it calls for nothing. */
interface Told {
  readonly type: string;
  readonly data: Record<string, unknown>;
  /** Default: the account that the event is about. */
  readonly to?: Request['to'];
  /** Default: null, which is the person whatever company they are in. */
  readonly companyId?: string | null;
  /** Somebody of the audience who is left out. Default: nobody. */
  readonly except?: string;
}

type Teller = (envelope: Envelope) => Told | null;

function told<E extends LifecycleEvent>(
  event: E,
  tell: (event: EventOf<E>) => Told | null,
): [string, Teller] {
  return [
    event.type,
    (envelope) => tell({ ...envelope, data: v.parse<E['data']>(event.data, envelope.data) }),
  ];
}

const toAudience = { kind: 'audience' } as const;

/** Of security its owner is told, in whatever company; of members the admins of their company; of its end all in it. */
const tellers = new Map([
  told(passwordChanged, () => ({ type: 'password-changed', data: { how: 'changed' } })),
  told(passwordReset, () => ({ type: 'password-changed', data: { how: 'reset' } })),
  told(twoFactorEnabled, () => ({ type: 'two-factor-changed', data: { change: 'enabled' } })),
  told(twoFactorDisabled, () => ({ type: 'two-factor-changed', data: { change: 'disabled' } })),
  told(recoveryCodesRegenerated, () => ({
    type: 'two-factor-changed',
    data: { change: 'codes-regenerated' },
  })),
  told(recoveryCodeUsed, ({ data: { codesLeft } }) => ({ type: 'recovery-code-used', data: { codesLeft } })),
  told(emailChanged, () => ({ type: 'email-changed', data: { change: 'changed' } })),
  told(emailReverted, () => ({ type: 'email-changed', data: { change: 'restored' } })),
  told(passkeyAdded, ({ data }) => passkey('added', data.passkeyName)),
  told(passkeyRemoved, ({ data }) => passkey('removed', data.passkeyName)),
  told(recoveryStarted, () => ({ type: 'recovery-changed', data: { change: 'started' } })),
  told(recoveryCancelled, () => ({ type: 'recovery-changed', data: { change: 'cancelled' } })),
  told(recoveryCompleted, () => ({ type: 'recovery-changed', data: { change: 'completed' } })),
  told(deletionScheduled, ({ data: { purgeAt } }) => ({ type: 'deletion-scheduled', data: { purgeAt } })),
  told(sessionStarted, ({ data, origin, occurredAt }) =>
    data.newBrowser && origin !== null
      ? { type: 'new-sign-in', data: { browser: origin.browser, os: origin.os, at: occurredAt } }
      : null,
  ),
  // What support only looked at is in the security log.
  told(supportActed, ({ data: { action } }) =>
    action === 'viewed' ? null : { type: 'support-acted', data: { action } },
  ),
  told(memberJoined, (event) => members(event, 'joined', event.data)),
  told(memberLeft, (event) => members(event, 'left', event.data)),
  told(memberRemoved, (event) =>
    event.data.cause === 'removed' ? members(event, 'removed', event.data) : null,
  ),
  told(companyDeletionScheduled, ({ companyId, data }) => ({
    type: 'company-deletion',
    companyId,
    to: toAudience,
    data: { change: 'scheduled', company: data.companyName, purgeAt: data.purgeAt },
  })),
  told(companyDeletionCancelled, ({ companyId, data }) => ({
    type: 'company-deletion',
    companyId,
    to: toAudience,
    data: { change: 'cancelled', company: data.companyName },
  })),
  told(memberRoleChanged, (event) => members(event, 'role-changed', event.data)),
]);

function passkey(change: 'added' | 'removed', name: string): Told {
  return { type: 'passkey-changed', data: { change, passkey: name } };
}

/** Whom it is about knows, or has a mail of their own about it: an admin whose role changed is not mailed twice. */
function members(
  { companyId, accountId }: Pick<Envelope, 'companyId' | 'accountId'>,
  change: 'joined' | 'left' | 'removed' | 'role-changed',
  { name, companyName, role }: { name: string; companyName: string; role?: string },
): Told {
  const data = { change, name, company: companyName, ...(role === undefined ? {} : { role }) };
  return { type: 'membership-changed', companyId, to: toAudience, except: accountId, data };
}

/** The lifecycle events of which somebody is told in their inbox. */
export const toldEvents: readonly string[] = [...tellers.keys()];

/** The notifications that a lifecycle event calls for, published by Latchkey itself under the event's id. */
export function requestsOf(envelope: Envelope): Request[] {
  const found = tellers.get(envelope.type)?.(envelope);
  if (found === undefined || found === null) return [];
  const type = findNotificationType(found.type);
  if (type === undefined) throw new Error(`The catalogue has no type ${found.type}`);
  const data = v.parse(type.data, found.data);
  return [
    {
      source: eventSource,
      type,
      id: envelope.id,
      companyId: found.companyId ?? null,
      to: found.to ?? { kind: 'accounts', accountIds: [envelope.accountId] },
      ...(found.except === undefined ? {} : { except: found.except }),
      data,
      url: type.path(data),
    },
  ];
}
