import { subscribeBrowser } from '#functions/web-push/contract.ts';
import { call } from '#lib/api/call.ts';
import { toBase64Url } from '#lib/base64url.ts';
import { pushOwner } from '#lib/push-owner.ts';

export function isSupported(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

/** What the browser's push service has of it; null where it is not subscribed. */
export async function subscription(): Promise<PushSubscription | null> {
  if (!isSupported()) return null;
  const registration = await navigator.serviceWorker.getRegistration('/');
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** A subscription as the API takes it; null where it has no keys. */
export function keysOf(made: PushSubscription): { endpoint: string; p256dh: string; auth: string } | null {
  const [p256dh, auth] = [made.getKey('p256dh'), made.getKey('auth')];
  if (p256dh === null || auth === null) return null;
  return { endpoint: made.endpoint, p256dh: toBase64Url(p256dh), auth: toBase64Url(auth) };
}

/**
 * Has messages come again to the browser that its person chose, now that they are signed in in it: they ended with the
 * session in which it was chosen. One that they turned off from another stays off; an address that its push service gave
 * it while nobody could be told is told now. What fails is shown as off on the Notifications tab.
 */
export async function keepPush(accountId: string): Promise<void> {
  // Before anything is waited for: who finds it turned off meanwhile forgets whose choice it was.
  const [owner, told] = [pushOwner.get(), pushOwner.told()];
  if (owner !== accountId) return;
  const found = await subscription();
  const keys = found && keysOf(found);
  if (!keys) {
    pushOwner.set(null);
    return;
  }
  const again = told === keys.endpoint;
  const outcome = await call(subscribeBrowser, { body: { ...keys, again } });
  if (outcome.ok) pushOwner.set(accountId, keys.endpoint);
  else if (outcome.problem.reason === 'not-found') await dropPush();
}

/** Has this browser take no more messages, whosever they are; its push service then forgets it. */
export async function dropPush(): Promise<void> {
  pushOwner.set(null);
  await (await subscription())?.unsubscribe();
}
