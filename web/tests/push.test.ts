import { randomUUID } from 'node:crypto';
import type { Browser, Page, Worker } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { startPushService } from '#functions/testing/push-service.ts';
import { password, stackClient } from '#infra/local/tests/running-stack.ts';
import { expectAccessible, expectFocus, launch } from './browser.ts';
import { openSettings } from './signed-in.ts';

const stack = stackClient(inject('stackUrl'));
let browser: Browser;
let service: Awaited<ReturnType<typeof startPushService>>;
beforeAll(async () => {
  [browser, service] = await Promise.all([launch(), startPushService()]);
});
afterAll(() => Promise.all([browser.close(), service.close()]));

type Subscribed = ReturnType<typeof service.browser>;
const arrived = (name: string) => service.received.filter(({ path }) => path === `/send/${name}`);

/** Lets the person be asked, counts how often they are, and has them say yes. */
async function permitted(page: Page): Promise<void> {
  await page.context().grantPermissions(['notifications'], { origin: stack.url });
  await countAsks(page);
  // A headless Chromium says "denied" here, whatever was granted.
  await page.context().addInitScript(() => {
    Object.defineProperty(Notification, 'permission', {
      get: () => (sessionStorage.getItem('asked') === null ? 'default' : 'granted'),
    });
  });
}

async function countAsks(page: Page): Promise<void> {
  await page.context().addInitScript(() => {
    const ask = Notification.requestPermission.bind(Notification);
    Notification.requestPermission = () => {
      sessionStorage.setItem('asked', String(Number(sessionStorage.getItem('asked') ?? 0) + 1));
      return ask();
    };
  });
}

/**
 * Plays the one part that a headless Chromium has not: the connection to a push service. Its subscription leads to ours,
 * and stays while the browser does, as a real one.
 */
async function withPushService(page: Page, name: string): Promise<Subscribed> {
  const subscribed = service.browser(name);
  const { endpoint, p256dh, auth } = subscribed;
  const script = ({ endpoint, keys }: { endpoint: string; keys: Record<string, string> }) => {
    const bytes = (text: string) =>
      Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
        .buffer;
    const made = (key: ArrayBuffer) => ({
      endpoint,
      options: { applicationServerKey: key },
      getKey: (of: string) => bytes(keys[of] ?? ''),
      unsubscribe: () => {
        localStorage.removeItem('made');
        return Promise.resolve(true);
      },
    });
    const kept = () => {
      const key = localStorage.getItem('made');
      return key === null ? null : made(Uint8Array.from(JSON.parse(key) as number[]).buffer);
    };
    Object.assign(PushManager.prototype, {
      getSubscription: () => Promise.resolve(kept()),
      subscribe: ({ applicationServerKey }: { applicationServerKey: ArrayBuffer }) => {
        localStorage.setItem('made', JSON.stringify([...new Uint8Array(applicationServerKey)]));
        return Promise.resolve(kept());
      },
    });
  };
  await page.context().addInitScript(script, { endpoint, keys: { p256dh, auth } });
  return subscribed;
}

const asked = (page: Page) => page.evaluate(() => Number(sessionStorage.getItem('asked') ?? 0));
const turnOn = (page: Page) => page.getByRole('button', { name: 'Turn on in this browser' });

async function openCard(page: Page): Promise<void> {
  await page.goto(`${stack.url}/settings/notifications`);
  await page.getByRole('heading', { name: 'Push notifications' }).waitFor();
}

/** Has the product tell somebody of a missed call, and waits until the mail of it shows that it was delivered. */
async function missedCall(to: { accountId: string; companyId: string; email: string }, caller: string) {
  const sample = await (await fetch(`${stack.url}/__local/events/samples/missed-call`)).json();
  const answer = await fetch(`${stack.url}/__local/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...sample,
      detail: {
        ...sample.detail,
        ...{ id: randomUUID(), companyId: to.companyId, url: '/notifications' },
        to: { kind: 'accounts', accountIds: [to.accountId] },
        data: { ...sample.detail.data, caller },
      },
    }),
  });
  expect(answer.status).toBe(202);
  await stack.mail(to.email, new RegExp(`from ${caller}$`));
}

/** What the worker would show. */
type Shown = [title: string, options: { body: string; tag: string; data: unknown }];
/** The worker's global scope, with notes of what it was to show and to open. */
interface WorkerScope extends EventTarget {
  readonly registration: object;
  readonly clients: object;
  readonly ExtendableEvent: typeof Event;
  fetch: typeof fetch;
  shown: Shown[];
  opened: [url: string][];
}

/**
 * Opens the worker as its browser does for a message. What it would show is written down instead: a headless Chromium
 * has nowhere to show it.
 */
async function openWorker(
  page: Page,
): Promise<{ worker: Worker; push: (message: unknown) => Promise<unknown> }> {
  const cdp = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      for (const { registrationId } of registrations) resolve(registrationId);
    });
  });
  await cdp.send('ServiceWorker.enable');
  const registrationId = await registered;
  const [worker] = page.context().serviceWorkers();
  await worker!.evaluate(() => {
    const scope = globalThis as unknown as WorkerScope;
    [scope.shown, scope.opened] = [[], []];
    const note =
      (list: unknown[]) =>
      (...given: unknown[]) =>
        Promise.resolve(void list.push(given));
    Object.assign(scope.registration, { showNotification: note(scope.shown) });
    Object.assign(scope.clients, { openWindow: note(scope.opened) });
  });
  const origin = new URL(page.url()).origin;
  const push = async (message: unknown) => {
    const data = JSON.stringify(message);
    await cdp.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
  };
  return { worker: worker!, push };
}

const shown = (worker: Worker): Promise<Shown[]> =>
  worker.evaluate(() => (globalThis as unknown as WorkerScope).shown);
/** Clicks what the worker showed; gives the page that it leads to. */
const click = (worker: Worker): Promise<string> =>
  worker.evaluate(() => {
    const scope = globalThis as unknown as WorkerScope;
    const notification = { close: () => undefined, data: scope.shown.at(-1)![1].data };
    scope.dispatchEvent(Object.assign(new scope.ExtendableEvent('notificationclick'), { notification }));
    return scope.opened.at(-1)![0];
  });

/**
 * Tells the worker, as its browser does, that the push service has ended the address that it had, and gives it another one
 * when asked. Gives what it asked for, what the API answered, and whether it let go of the new one.
 */
const renew = (worker: Worker, former: string, { endpoint, p256dh, auth }: Subscribed) =>
  worker.evaluate(
    async ({ former, endpoint, keys }) => {
      const scope = globalThis as unknown as WorkerScope;
      const seen = { asked: null as unknown, status: 0, letGo: false };
      const unsubscribe = () => Promise.resolve((seen.letGo = true));
      const subscribe = (asked: unknown) => {
        seen.asked = asked;
        return Promise.resolve({ toJSON: () => ({ endpoint, keys }), unsubscribe });
      };
      Object.assign(PushManager.prototype, { subscribe });
      const { fetch } = scope;
      scope.fetch = async (...given) => {
        const answer = await fetch(...given);
        seen.status = answer.status;
        return answer;
      };
      let work: Promise<unknown> | undefined;
      const event = Object.assign(new scope.ExtendableEvent('pushsubscriptionchange'), {
        oldSubscription: { endpoint: former, options: { applicationServerKey: 'the same key' } },
        waitUntil: (given: Promise<unknown>) => (work = given),
      });
      scope.dispatchEvent(event);
      await work;
      scope.fetch = fetch;
      return seen;
    },
    { former, endpoint, keys: { p256dh, auth } },
  );

test('a browser that blocks notifications is told where to allow them, and never asks', async () => {
  const { page } = await openSettings(browser, stack);
  await countAsks(page);
  await openCard(page);
  await page.getByText('Notifications are blocked for this site.').waitFor();
  expect([await turnOn(page).count(), await asked(page)]).toEqual([0, 0]);
  await page.context().close();
});

test('without a push service the browser stays off, and says so', async () => {
  const { page } = await openSettings(browser, stack);
  await permitted(page);
  await openCard(page);
  await turnOn(page).click();
  await page.getByText('push service could not be reached').first().waitFor();
  await page.getByText('This browser does not show notifications yet.').waitFor();
  await page.context().close();
});

test('turned on by a click it shows messages that lead to their page, as long as its person is signed in', async () => {
  const { page, email } = await openSettings(browser, stack);
  const { user, company } = await page.evaluate(async () => (await fetch('/api/session')).json());
  const her = { accountId: user.id, companyId: company.id, email };
  await permitted(page);
  // Another one each time: what came to it before is not this test's.
  const hers = randomUUID();
  await withPushService(page, hers);
  await openCard(page);
  await turnOn(page).waitFor();
  expect(await asked(page)).toBe(0);
  await turnOn(page).focus();
  await page.keyboard.press('Enter');
  await page.getByText('This browser shows your notifications.').waitFor();
  expect(await asked(page)).toBe(1);
  const shownHere = { hasText: 'This browser shows your notifications.' };
  await expectFocus(page.locator('[tabindex="-1"]', shownHere).last());
  await expectAccessible(page);

  await missedCall(her, 'Joan');
  await expect.poll(() => arrived(hers).length).toBe(1);
  const { worker, push } = await openWorker(page);
  await push(arrived(hers)[0]!.message);
  await expect
    .poll(() => shown(worker))
    .toMatchObject([['Missed call', { body: 'Joan called Reception.', tag: expect.any(String) as string }]]);
  await page.goto(await click(worker));
  await page
    .getByRole('link', { name: /Missed call from Joan/ })
    .or(page.getByText('Missed call from Joan'))
    .first()
    .waitFor();

  await page.evaluate(() => fetch('/api/auth/sign-out', { method: 'POST' }));
  await missedCall(her, 'Mary');
  await page.goto(`${stack.url}/sign-in`);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  const kept = page.waitForResponse((answer) => answer.url().endsWith('/push-subscriptions'));
  await page.keyboard.press('Enter');
  expect((await kept).status()).toBe(201);
  await missedCall(her, 'Ada');
  await expect
    .poll(() => arrived(hers).map(({ message }) => (message as { body: string }).body))
    .toEqual(['Joan called Reception.', 'Ada called Reception.']);

  await openCard(page);
  await page.getByRole('button', { name: 'Turn off in this browser' }).click();
  await page.getByText('This browser does not show notifications yet.').waitFor();
  expect(await page.evaluate(() => localStorage.getItem('made'))).toBeNull();
  await page.context().close();
});

test('a browser goes on under the address that its push service gives it, as long as its person is signed in', async () => {
  const { page, email } = await openSettings(browser, stack);
  const { user, company } = await page.evaluate(async () => (await fetch('/api/session')).json());
  await permitted(page);
  const [former, next] = [randomUUID(), randomUUID()];
  const before = await withPushService(page, former);
  await openCard(page);
  await turnOn(page).click();
  await page.getByText('This browser shows your notifications.').waitFor();
  const { worker } = await openWorker(page);
  const after = service.browser(next);
  const asked = { userVisibleOnly: true, applicationServerKey: 'the same key' };
  expect(await renew(worker, before.endpoint, after)).toEqual({ asked, status: 204, letGo: false });
  await missedCall({ accountId: user.id, companyId: company.id, email }, 'Joan');
  await expect.poll(() => arrived(next).length).toBe(1);
  expect(arrived(former)).toEqual([]);

  await page.evaluate(() => fetch('/api/auth/sign-out', { method: 'POST' }));
  const later = service.browser(randomUUID());
  expect(await renew(worker, after.endpoint, later)).toEqual({ asked, status: 401, letGo: false });
  // Signed in again it is not chosen yet: nothing is to be left at the push service.
  await page.evaluate(
    (body) =>
      fetch('/api/auth/sign-in', { method: 'POST', headers: { 'content-type': 'application/json' }, body }),
    JSON.stringify({ email, password }),
  );
  expect(await renew(worker, after.endpoint, later)).toEqual({ asked, status: 404, letGo: true });
  await page.context().close();
});

test('a browser that its push service has forgotten, or its person turned off elsewhere, stays off', async () => {
  const { page, email } = await openSettings(browser, stack);
  const { user, company } = await page.evaluate(async () => (await fetch('/api/session')).json());
  await permitted(page);
  await withPushService(page, 'forgotten');
  await openCard(page);
  await turnOn(page).click();
  await page.getByText('This browser shows your notifications.').waitFor();
  service.answerWith('forgotten', 410);
  await missedCall({ accountId: user.id, companyId: company.id, email }, 'Joan');
  const browsers = async () =>
    page.evaluate(async () => (await (await fetch('/api/user/notification-channels')).json()).push.browsers);
  await expect.poll(browsers).toEqual([]);
  // The page that it loads next takes it for one that was chosen.
  await openCard(page);
  await expect.poll(() => page.evaluate(() => localStorage.getItem('made'))).toBeNull();
  await turnOn(page).waitFor();
  expect(await browsers()).toEqual([]);
  await page.context().close();
});

test('a browser that somebody else signs in in is ended at its push service, also where the former’s session stands', async () => {
  const { page } = await openSettings(browser, stack);
  await permitted(page);
  await withPushService(page, 'former');
  await openCard(page);
  await turnOn(page).click();
  await page.getByText('This browser shows your notifications.').waitFor();
  await page.context().clearCookies();
  const { email } = await stack.person();
  await page.evaluate(
    (body) =>
      fetch('/api/auth/sign-in', { method: 'POST', headers: { 'content-type': 'application/json' }, body }),
    JSON.stringify({ email, password }),
  );
  await openCard(page);
  await turnOn(page).waitFor();
  await expect.poll(() => page.evaluate(() => localStorage.getItem('made'))).toBeNull();
  await page.context().close();
});
