import { fromBase64Url, toBase64Url } from '#lib/base64url.ts';
import { keysOf, subscription } from '#lib/push-subscription.ts';

const workerPath = '/push-worker.js';

/** Why a browser can't be turned on. */
export type Refusal = 'denied' | 'unavailable';

/** Our name of a subscription, as the API has it: SHA-256 of its endpoint. */
async function idOf({ endpoint }: PushSubscription): Promise<string> {
  return toBase64Url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(endpoint)));
}

/** The id of this browser, or null where it is not subscribed, or under a key that is no longer ours. */
export async function thisBrowser(serverKey: string): Promise<string | null> {
  const found = await subscription();
  const key = found?.options.applicationServerKey;
  return found && key && toBase64Url(key) === serverKey ? idOf(found) : null;
}

/** A page with trusted types takes the address of a worker from a policy only, and this is the one there is. */
function workerAddress(): string {
  const policy = window.trustedTypes?.createPolicy('latchkey-push-worker', {
    createScriptURL: () => workerPath,
  });
  return policy?.createScriptURL('') ?? workerPath;
}

let registering: Promise<ServiceWorkerRegistration> | undefined;

/** Asks the person, then the browser's push service; to be called on a click, where browsers let one ask. */
export async function turnOn(
  serverKey: string,
): Promise<{ endpoint: string; p256dh: string; auth: string } | Refusal> {
  if ((await Notification.requestPermission()) !== 'granted') return 'denied';
  try {
    registering ??= navigator.serviceWorker.register(workerAddress(), { scope: '/' });
    await registering;
    const { pushManager } = await navigator.serviceWorker.ready;
    const before = await pushManager.getSubscription();
    const key = before?.options.applicationServerKey;
    // One that another key made can't be used, and stands in the way of a new one.
    if (before && !(key && toBase64Url(key) === serverKey)) await before.unsubscribe();
    const made = await pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: fromBase64Url(serverKey),
    });
    return keysOf(made) ?? 'unavailable';
  } catch {
    registering = undefined;
    return 'unavailable';
  }
}
