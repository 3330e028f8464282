import { listNotifications, readNotifications } from '#functions/inbox/contract.ts';
import type { OutputOf } from '#functions/shared/contract.ts';
import { call } from '#lib/api/call.ts';
import type { Problem } from '#lib/api/problem.ts';
import { now } from './now.ts';

export type NotificationItem = OutputOf<typeof listNotifications>['items'][number];

/** What the bell keeps at hand. */
const mostKept = 20;

/** The page asks by itself: nothing of its doing may lead away, open a dialog or complain. */
const quietly = { onUnauthorized: 'return', onRefused: 'return' } as const;

/** The newest of the inbox and how much of it is unread, as the bell and the page of notifications share them. */
class InboxState {
  unread = $state(0);
  /** The newest first; null until they were read. */
  latest = $state.raw<readonly NotificationItem[] | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** What came while the page was open, for those who don't see it. */
  announced = $state('');

  /** Begins anew, as after switching companies, with the count that the session has told. */
  reset(unread: number): void {
    this.unread = unread;
    this.latest = null;
    this.problem = null;
  }

  /** Reads the newest. */
  async load(): Promise<void> {
    const outcome = await call(listNotifications, { query: {} });
    this.problem = outcome.ok ? null : outcome.problem;
    if (!outcome.ok) return;
    this.latest = outcome.data.items;
    this.unread = outcome.data.unread;
  }

  /** Asks for what is newer than the newest; false where there was no answer. */
  async poll(): Promise<boolean> {
    const since = this.latest?.[0]?.id;
    const outcome = await call(listNotifications, { query: since === undefined ? {} : { since } }, quietly);
    if (!outcome.ok) return false;
    const { items, unread } = outcome.data;
    this.unread = unread;
    const known = since === undefined ? [] : (this.latest ?? []);
    const fresh = items.filter(({ id }) => !known.some((each) => each.id === id));
    if (this.latest !== null && fresh[0] !== undefined) this.announced = fresh[0].title;
    if (this.latest === null || fresh.length > 0) this.latest = [...fresh, ...known].slice(0, mostKept);
    return true;
  }

  /** Marks some as read: at once here, then there; gives why not, where it failed. */
  async read(ids: readonly string[]): Promise<Problem | null> {
    const before = { unread: this.unread, latest: this.latest };
    const marked = (this.latest ?? []).filter(({ id, readAt }) => ids.includes(id) && readAt === null).length;
    this.unread = Math.max(0, this.unread - Math.max(marked, ids.length === 1 ? 1 : 0));
    this.#mark((id) => ids.includes(id));
    const outcome = await call(readNotifications, { body: { ids: [...ids] } });
    if (!outcome.ok) Object.assign(this, before);
    return outcome.ok ? null : outcome.problem;
  }

  /** Marks all as read. */
  async readAll(): Promise<Problem | null> {
    const before = { unread: this.unread, latest: this.latest };
    this.unread = 0;
    this.#mark(() => true);
    const outcome = await call(readNotifications, { body: { all: true } });
    if (!outcome.ok) Object.assign(this, before);
    return outcome.ok ? null : outcome.problem;
  }

  #mark(concerns: (id: string) => boolean): void {
    const readAt = now();
    this.latest = (this.latest ?? []).map((item) =>
      item.readAt === null && concerns(item.id) ? { ...item, readAt } : item,
    );
  }
}

export const inbox = new InboxState();
