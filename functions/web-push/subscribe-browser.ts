import { ECDH } from 'node:crypto';
import { pushSubscribed } from '#events/lifecycle/push-subscribed.ts';
import type { ReadSecret } from '#functions/shared/aws/secrets.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, type Refusal, refuse, refuseField } from '#functions/shared/outcome.ts';
import type { PushBrowser } from '#functions/shared/push-item.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import { changeBrowsers } from './change-browsers.ts';
import { browserIdOf, isPushEndpoint, type PushHosts } from './push-endpoint.ts';
import { vapidKeys } from './vapid.ts';

export interface SubscribeDeps {
  readonly table: Table;
  readonly now: Now;
  readonly newId: () => string;
  readonly readChannelSecret: ReadSecret;
  readonly pushHosts: PushHosts;
}

export interface SubscribeCommand {
  readonly accountId: string;
  /** The session that the browser is signed in with: it gets messages as long as that stands. */
  readonly sessionId: string;
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
  readonly viewer: Viewer;
  /** Nothing is chosen by it: a browser that is not known, since somebody turned it off elsewhere, stays off. */
  readonly again?: boolean;
}

/** More than anybody uses; the oldest gives way, so that nobody has to tidy up before they can add one. */
const mostBrowsers = 10;

/**
 * Has a browser show the account's notifications. The same browser again takes its own place, with keys that may be
 * new; asked twice with nothing new, nothing is written. One that is only signed in anew goes on as it was: that the
 * session began is on record, and nobody chose anything.
 */
export async function subscribeBrowser(
  deps: SubscribeDeps,
  command: SubscribeCommand,
): Promise<Outcome<{ browserId: string }>> {
  const { accountId, sessionId, endpoint, p256dh, auth, viewer } = command;
  const refusal = refuseSubscription(command, deps.pushHosts);
  if (refusal !== null) return refusal;
  const [secret] = await deps.readChannelSecret();
  const { browser, os, device } = viewer;
  const id = browserIdOf(endpoint);
  return changeBrowsers<Outcome<{ browserId: string }>>(deps.table, accountId, (browsers) => {
    const now = deps.now();
    const outcome = { ok: true, browserId: id } as const;
    const before = browsers.find((one) => one.id === id);
    if (before === undefined && command.again === true) return { outcome: refuse('not-found') };
    const goesOn = before !== undefined && isSame(before, { endpoint, p256dh, auth });
    if (goesOn && before.sessionId === sessionId) return { outcome };
    // An endpoint is for the key that it was made with: the same endpoint expects the same key.
    const serverKey = goesOn ? before.serverKey : vapidKeys(secret).publicKey;
    const addedAt = before?.addedAt ?? now.toISOString();
    const added = { id, endpoint, p256dh, auth, serverKey, sessionId, browser, os, device, addedAt };
    const others = browsers.filter((one) => one.id !== id);
    const told = recordEvent(deps.table.name, pushSubscribed, {
      id: deps.newId(),
      now,
      accountId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { browserId: id, browser, os },
    });
    const kept = [...others, added].slice(-mostBrowsers);
    return { outcome, write: { browsers: kept, event: goesOn ? null : told } };
  });
}

type Keys = Pick<PushBrowser, 'endpoint' | 'p256dh' | 'auth'>;

function isSame(one: Keys, other: Keys): boolean {
  return one.endpoint === other.endpoint && one.p256dh === other.p256dh && one.auth === other.auth;
}

/** Refuses what no message may, or can, be sent to. */
export function refuseSubscription(
  { endpoint, p256dh }: Pick<Keys, 'endpoint' | 'p256dh'>,
  hosts: PushHosts,
): Refusal | null {
  if (!isPushEndpoint(endpoint, hosts)) return refuseField('endpoint', 'invalid-value');
  return isPoint(p256dh) ? null : refuseField('p256dh', 'invalid-value');
}

/** Whether messages can be encrypted for this key: a point that is not on the curve would fail each time. */
function isPoint(p256dh: string): boolean {
  try {
    ECDH.convertKey(p256dh, 'prime256v1', 'base64url', 'base64url', 'uncompressed');
    return true;
  } catch {
    return false;
  }
}
