import { getOwnList, saveOwnList } from '#functions/ip-allowlist/contract.ts';
import { entryHolding, mostOwnEntries } from '#functions/ip-allowlist/entry-contract.ts';
import type { OutputOf } from '#functions/shared/contract.ts';
import { call } from '#lib/api/call.ts';
import { type LineMessage, linesOf, readLines } from '#lib/ip/ip-lines.ts';
import { lineTexts } from '#lib/ip/line-texts.ts';
import { problemMessage } from '#lib/messages.ts';
import { Resource } from '#lib/state/resource.svelte.ts';
import { toasts } from '#lib/state/toasts.svelte.ts';
import { ipListTexts as texts } from './ip-list-texts.ts';

export type OwnList = OutputOf<typeof getOwnList>;

/** A person's own list, as it is saved and as it is typed. */
export class OwnListPage extends Resource<OwnList> {
  text = $state('');
  errors = $state.raw<readonly LineMessage[]>([]);
  /** What became of lines that were saved. */
  notes = $state.raw<readonly LineMessage[]>([]);
  message = $state<string | null>(null);
  busy = $state(false);
  /** The address that the list would shut out: one's own. */
  lockedOut = $state<string | null>(null);
  /** What was saved elsewhere meanwhile. */
  theirs = $state.raw<OwnList | null>(null);

  dirty = $derived(this.data !== null && this.text !== textOf(this.data));
  /** Whether what is typed lets one's own address in; an empty list lets everybody in. */
  holdsMine = $derived.by(() => {
    const { entries } = readLines(this.text);
    return entries.length === 0 || entryHolding(entries, this.data?.yourAddress ?? '') !== undefined;
  });

  constructor() {
    super(() => call(getOwnList, {}));
  }

  override async load(): Promise<void> {
    await super.load();
    if (this.data !== null) this.#take(this.data);
  }

  /** Adds one's own address as a line of its own. */
  addMine(): void {
    const kept = this.text.trimEnd();
    const line = `${this.data?.yourAddress ?? ''} # ${texts.mine}`;
    this.text = kept === '' ? line : `${kept}\n${line}`;
    this.errors = [];
  }

  /** Saves what is typed, unless a line is wrong; resolves to whether it did. */
  async save(): Promise<boolean> {
    if (this.data === null || this.busy) return false;
    const { entries, errors } = readLines(this.text);
    Object.assign(this, { errors, notes: [], message: null, lockedOut: null });
    if (entries.length > mostOwnEntries) this.message = texts.tooMany(entries.length);
    if (errors.length > 0 || this.message !== null) return false;
    const lines = linesOf(this.text);
    this.busy = true;
    const outcome = await call(saveOwnList, {
      body: { entries: lines },
      ifMatch: `"${(this.theirs ?? this.data).version}"`,
    });
    this.busy = false;
    if (outcome.ok) {
      this.#take(outcome.data);
      this.notes = outcome.data.changes.map(({ line, kind, from, to }) => ({
        line: line + 1,
        text: from,
        message: {
          normalised: lineTexts.keptAs(to),
          duplicate: texts.twice,
          covered: lineTexts.within(to),
        }[kind],
      }));
      toasts.success(outcome.data.entries.length === 0 ? texts.lifted : texts.saved);
      return true;
    }
    const { problem } = outcome;
    if (problem.reason === 'would-lock-you-out') this.lockedOut = problem.address;
    else if (problem.current !== null) this.theirs = problem.current;
    else this.message = problemMessage(problem);
    return false;
  }

  /** Drops what is typed for what was saved elsewhere. */
  takeTheirs(): void {
    if (this.theirs !== null) this.#take(this.theirs);
  }

  #take(list: OwnList): void {
    this.data = list;
    this.text = textOf(list);
    Object.assign(this, { errors: [], notes: [], message: null, lockedOut: null, theirs: null });
  }
}

function textOf({ entries }: OwnList): string {
  return entries.join('\n');
}
