import { readSecurityLog } from '#functions/security-log/contract.ts';
import type { OutputOf } from '#functions/shared/contract.ts';
import { call } from '#lib/api/call.ts';
import { problemMessage } from '#lib/messages.ts';
import { Resource } from '#lib/state/resource.svelte.ts';
import { toasts } from '#lib/state/toasts.svelte.ts';
import { queryOf, type LogFilter } from './log-filter.ts';

export type LogDocument = OutputOf<typeof readSecurityLog>;
export type LogLine = LogDocument['lines'][number];
export type LogKind = LogLine['kind'];
export type LogQuery = ReturnType<typeof queryOf>;

/** The security log as far as it is loaded, and what of it is asked for. */
export class LogPage extends Resource<LogDocument> {
  filter = $state<LogFilter>({ kind: '', from: '', to: '' });
  busy = $state<'filter' | 'more' | null>(null);
  /** What the filter asks the API for. */
  readonly query: () => LogQuery;

  /** @param zone the zone that days are of */
  constructor(zone: () => string) {
    const query = () => queryOf(this.filter, zone());
    super(() => call(readSecurityLog, { query: query() }));
    this.query = query;
  }

  get filtered(): boolean {
    return Object.values(this.filter).some((value) => value !== '');
  }

  /** Reads anew what the filter says. */
  async apply(): Promise<void> {
    this.busy = 'filter';
    await this.load();
    this.busy = null;
  }

  async more(): Promise<void> {
    const shown = this.data;
    if (shown?.next == null || this.busy !== null) return;
    this.busy = 'more';
    const outcome = await call(readSecurityLog, { query: { ...this.query(), cursor: shown.next } });
    this.busy = null;
    // Filtered anew meanwhile.
    if (this.data !== shown) return;
    if (outcome.ok) this.data = { lines: [...shown.lines, ...outcome.data.lines], next: outcome.data.next };
    else toasts.error(problemMessage(outcome.problem));
  }
}
