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

/** Web addresses only, whatever a message says. */
function target(url) {
  const parsed = URL.parse(url, worker.location.origin);
  return parsed && ['https:', 'http:'].includes(parsed.protocol) ? parsed.href : inbox;
}

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(worker.clients.openWindow(target(event.notification.data?.url ?? inbox)));
});
