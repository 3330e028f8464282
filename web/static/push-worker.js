/**
 * Shows push messages and leads to what they are about. It is no cache and answers no requests: the site works
 * without it, and only browsers that were chosen on the Notifications tab have it.
 */
const worker = globalThis;
/** Where a message leads that says nothing: to all of them. */
const inbox = '/notifications';

/** What functions/web-push/push-message.ts writes. A message of another shape still says that there is something. */
function read(data) {
  try {
    const { title, body, tag, url } = data.json();
    return { title: String(title), body: String(body ?? ''), tag: tag ?? undefined, url: url ?? inbox };
  } catch {
    return { title: 'New notification', body: '', tag: undefined, url: inbox };
  }
}

worker.addEventListener('install', () => worker.skipWaiting());
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener('push', (event) => {
  const { title, body, tag, url } = read(event.data);
  const shown = { body, tag, icon: '/favicon.svg', badge: '/favicon.svg', data: { url } };
  event.waitUntil(worker.registration.showNotification(title, shown));
});

/**
 * The push service has given this browser another address, or ended the one it had: then another is asked for, under the
 * same key of ours. The API is told, which knows the browser by its former address; a session that has ended tells it nothing.
 * A browser that does not say what it had waits for the next visit of its person.
 */
async function renew({ oldSubscription: old, newSubscription }) {
  if (!old) return;
  const { applicationServerKey } = old.options;
  const { pushManager } = worker.registration;
  const made =
    newSubscription ?? (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey }));
  const { endpoint, keys } = made.toJSON();
  const answer = await fetch('/api/user/push-subscriptions/renewal', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ endpoint, p256dh: keys.p256dh, auth: keys.auth, replaces: old.endpoint }),
  });
  // It was turned off meanwhile.
  if (answer.status === 404) await made.unsubscribe();
}

worker.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(renew(event)));

/** Web addresses only, whatever a message says. */
function target(url) {
  const parsed = URL.parse(url, worker.location.origin);
  return parsed && ['https:', 'http:'].includes(parsed.protocol) ? parsed.href : inbox;
}

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(worker.clients.openWindow(target(event.notification.data?.url ?? inbox)));
});
