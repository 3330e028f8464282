import { listNotifications } from '#functions/inbox/contract.ts';
import { call } from '#lib/api/call.ts';
import type { Problem } from '#lib/api/problem.ts';
import { inbox, type NotificationItem } from './inbox.svelte.ts';
import { now } from './now.ts';

export interface InboxFilter {
  show: 'all' | 'unread' | 'hidden';
  category: NotificationItem['category'] | '';
}

/** The inbox as far as it is read, newest first. */
export class NotificationList {
  filter = $state<InboxFilter>({ show: 'all', category: '' });
  items = $state.raw<readonly NotificationItem[] | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state<'filter' | 'more' | null>(null);
  /** When the newest came: what was of today before may be of yesterday by then. */
  at = $state(now());
  #next = $state.raw<string | null>(null);
  #turn = 0;
  /** The newest that the bell has shown. */
  #newest = '';

  get hasMore(): boolean {
    return this.#next !== null;
  }

  get filtered(): boolean {
    return this.filter.show !== 'all' || this.filter.category !== '';
  }

  /** Reads the first page of the filter. */
  async apply(): Promise<void> {
    const turn = ++this.#turn;
    this.busy = 'filter';
    const outcome = await call(listNotifications, { query: this.#query() });
    // Filtered anew meanwhile.
    if (turn !== this.#turn) return;
    this.busy = null;
    this.problem = outcome.ok ? null : outcome.problem;
    if (!outcome.ok) return;
    this.items = outcome.data.items;
    this.at = now();
    this.#next = outcome.data.next;
    inbox.unread = outcome.data.unread;
  }

  /** Reads on; gives why not, where it failed. */
  async more(): Promise<Problem | null> {
    const cursor = this.#next;
    if (cursor === null || this.busy !== null) return null;
    const turn = this.#turn;
    this.busy = 'more';
    const outcome = await call(listNotifications, { query: { ...this.#query(), cursor } });
    if (turn !== this.#turn) return null;
    this.busy = null;
    if (!outcome.ok) return outcome.problem;
    this.items = [...(this.items ?? []), ...outcome.data.items];
    this.#next = outcome.data.next;
    return null;
  }

  /**
   * Takes in what the bell has found, on top of a list that would show it. If the bell has found more than it keeps, the
   * list is read anew: there are others between. So is one in which there was nothing, since the bell can't tell then.
   */
  takeIn(latest: readonly NotificationItem[]): void {
    const before = this.#newest;
    this.#newest = latest[0]?.id ?? before;
    if (this.items === null || this.filter.show === 'hidden') return;
    const mayLack = before === '' ? this.items.length === 0 : latest.every(({ id }) => id > before);
    if (mayLack) {
      if (latest.length > 0) void this.apply();
      return;
    }
    const top = this.items[0]?.id ?? '';
    const fresh = latest.filter((item) => item.id > top && this.#shows(item));
    if (fresh.length === 0) return;
    this.items = [...fresh, ...this.items];
    this.at = now();
  }

  #shows({ category, readAt }: NotificationItem): boolean {
    const { show, category: wanted } = this.filter;
    return (wanted === '' || category === wanted) && (show !== 'unread' || readAt === null);
  }

  /** Marks one, or all, as read; gives why not, where it failed. */
  async read(id: string | null): Promise<Problem | null> {
    const before = this.items;
    const readAt = now();
    this.items = (this.items ?? []).map((item) =>
      item.readAt === null && (id === null || item.id === id) ? { ...item, readAt } : item,
    );
    const problem = await (id === null ? inbox.readAll() : inbox.read([id]));
    if (problem !== null) this.items = before;
    return problem;
  }

  #query() {
    const { show, category } = this.filter;
    return {
      ...(show === 'all' ? {} : { [show]: 'true' as const }),
      ...(category === '' ? {} : { category }),
    };
  }
}
