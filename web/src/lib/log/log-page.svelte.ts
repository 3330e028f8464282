import type { Problem } from '#lib/api/problem.ts';
import { problemMessage } from '#lib/messages.ts';
import { Resource } from '#lib/state/resource.svelte.ts';
import { toasts } from '#lib/state/toasts.svelte.ts';

/** What every line of a log has. */
export interface Line {
  readonly id: string;
  readonly at: string;
}

/** As far as a log is read, newest first; `next` is null at its end. */
export interface LogDocument<L extends Line> {
  readonly lines: readonly L[];
  readonly next: string | null;
}

/** Days as a date field gives them (`2026-05-12`), whole ones of the person's zone; empty is no limit. */
export interface Days {
  from: string;
  to: string;
}

type Read<L extends Line> =
  { readonly ok: true; readonly data: LogDocument<L> } | { readonly ok: false; readonly problem: Problem };

/** What a page shows of a log, and how it is read: the account's security log, the company's audit log. */
export interface LogSource<L extends Line, Filter extends Days> {
  /** The filter that hides nothing. */
  readonly everything: Filter;
  /** Reads from a line on, or from the newest one. */
  readonly read: (filter: Filter, zone: string, cursor: string | null) => Promise<Read<L>>;
  /** The address of the same as CSV, which the browser fetches by itself. */
  readonly csvAddress: (filter: Filter, zone: string) => string;
  /** The name of the files that are saved: `security-log`. */
  readonly fileName: string;
}

/** A log as far as it is loaded, and what of it is asked for. */
export class LogPage<L extends Line, Filter extends Days> extends Resource<LogDocument<L>> {
  filter: Filter;
  busy = $state<'filter' | 'more' | null>(null);
  readonly source: LogSource<L, Filter>;
  readonly zone: () => string;

  /** @param zone the zone that days are of */
  constructor(source: LogSource<L, Filter>, zone: () => string) {
    super(() => source.read(this.filter, zone(), null));
    this.source = source;
    this.zone = zone;
    const filter = $state({ ...source.everything });
    this.filter = filter;
  }

  get filtered(): boolean {
    return Object.values(this.filter).some((value) => value !== '');
  }

  /** Whether the last day is before the first one: that is shown at the field, and not asked for. */
  get reversed(): boolean {
    const { from, to } = this.filter;
    return from !== '' && to !== '' && to < from;
  }

  /** Reads anew what the filter says. */
  async apply(): Promise<void> {
    if (this.reversed) return;
    this.busy = 'filter';
    await this.load();
    this.busy = null;
  }

  async clear(): Promise<void> {
    Object.assign(this.filter, this.source.everything);
    await this.apply();
  }

  async more(): Promise<void> {
    const shown = this.data;
    if (shown?.next == null || this.busy !== null) return;
    this.busy = 'more';
    const outcome = await this.source.read(this.filter, this.zone(), shown.next);
    this.busy = null;
    // Filtered anew meanwhile.
    if (this.data !== shown) return;
    if (outcome.ok) this.data = { lines: [...shown.lines, ...outcome.data.lines], next: outcome.data.next };
    else toasts.error(problemMessage(outcome.problem));
  }
}
