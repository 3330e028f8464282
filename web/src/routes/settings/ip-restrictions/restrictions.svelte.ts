import { tick } from 'svelte';
import { confirmEnforcement, getCompanyList, saveCompanyList } from '#functions/ip-allowlist/contract.ts';
import { call } from '#lib/api/call.ts';
import type { Problem } from '#lib/api/problem.ts';
import type { LineMessage } from '#lib/ip/ip-lines.ts';
import { problemMessage } from '#lib/messages.ts';
import { momentsIn } from '#lib/moments.ts';
import { Countdown } from '#lib/state/countdown.svelte.ts';
import { Resource } from '#lib/state/resource.svelte.ts';
import { session } from '#lib/state/session.svelte.ts';
import { toasts } from '#lib/state/toasts.svelte.ts';
import { notesOf } from './change-notes.ts';
import {
  type CompanyList,
  differenceOf,
  type Draft,
  draftOf,
  type EntryInput,
  inputOf,
  isSame,
  mergeInto,
  withEntries,
  withReplaced,
} from './draft.ts';
import { restrictionsTexts as texts } from './restrictions-texts.ts';

/** A company's restrictions as they stand, and as they are edited. */
export class Restrictions extends Resource<CompanyList> {
  draft = $state.raw<Draft>({ mode: 'off', scope: 'all', entries: [] });
  busy = $state(false);
  /** Why the last save was refused, where no dialog of its own says it. */
  message = $state<string | null>(null);
  /** What the server did to entries of the last save. */
  notes = $state.raw<readonly LineMessage[]>([]);
  /** The address that the last save would have shut out: the caller's own. */
  lockedOut = $state<string | null>(null);
  /** What somebody else saved meanwhile. */
  theirs = $state.raw<CompanyList | null>(null);
  /** Runs while enforcement waits to be confirmed. */
  readonly trial = new Countdown();

  difference = $derived(this.data === null ? null : differenceOf(this.data, this.draft));
  dirty = $derived(this.difference !== null && !isSame(this.difference));
  moments = $derived(momentsIn(session.current?.user.timezone ?? null));

  constructor() {
    super(() => call(getCompanyList, {}));
  }

  override async load(): Promise<void> {
    await super.load();
    if (this.data !== null) this.#take(this.data);
  }

  /** Puts entries before the others, each in place of the one with the same network. */
  add(entries: readonly EntryInput[]): void {
    this.draft = withEntries(this.draft, entries);
  }

  /** Puts an entry in the place of another. */
  replace(cidr: string, by: EntryInput): void {
    this.draft = withReplaced(this.draft, cidr, by);
  }

  remove(cidr: string): void {
    this.draft = { ...this.draft, entries: this.draft.entries.filter((entry) => entry.cidr !== cidr) };
  }

  discard(): void {
    if (this.data !== null) this.draft = draftOf(this.data);
    this.message = null;
    this.notes = [];
  }

  /** Saves over what was read. What stands in the way is shown, and nothing of the draft is lost. */
  async save(): Promise<boolean> {
    const base = this.data;
    if (base === null || this.busy) return false;
    this.busy = true;
    this.message = null;
    const sent = inputOf(this.draft);
    const outcome = await call(saveCompanyList, { body: sent, ifMatch: `"${base.version}"` });
    this.busy = false;
    if (!outcome.ok) {
      this.#refused(outcome.problem, sent.entries);
      return false;
    }
    const notes = notesOf(
      outcome.data.changes,
      sent.entries.map(({ cidr }) => cidr),
    );
    this.#take(outcome.data);
    this.notes = notes;
    toasts.success(outcome.data.enforcePendingSeconds === null ? texts.saved : texts.savedOnTrial);
    return true;
  }

  #refused(problem: Problem<CompanyList>, sent: readonly { cidr: string }[]): void {
    if (problem.reason === 'would-lock-you-out') this.lockedOut = problem.address;
    else if (problem.current !== null) this.theirs = problem.current;
    else {
      const [error] = problem.errors;
      const entry = sent[Number(/^entries\.(\d+)/.exec(error?.path ?? '')?.[1])];
      this.message = texts.refused(problemMessage(problem), entry?.cidr);
    }
  }

  /** Goes on from what somebody else saved: with one's own changes put over it, or without them. */
  resolve(keepMine: boolean): void {
    const { theirs, data } = this;
    if (theirs === null || data === null) return;
    const draft = keepMine ? mergeInto(theirs, data, this.draft) : draftOf(theirs);
    this.#take(theirs);
    this.draft = draft;
    this.theirs = null;
  }

  /** Confirms enforcement that stands on trial; gives the sentence that says why it could not, or null. */
  async confirm(): Promise<string | null> {
    // The page says it in place: break-glass lets an admin act from here, but not confirm.
    const outcome = await call(confirmEnforcement, {});
    if (outcome.ok) {
      this.#stand(outcome.data);
      toasts.success(texts.confirmed);
      return null;
    }
    if (outcome.problem.reason === 'enforcement-ended') await this.reverted();
    return outcome.problem.reason === 'ip-not-allowed'
      ? texts.confirmElsewhere(outcome.problem.address ?? '')
      : problemMessage(outcome.problem);
  }

  /** The time to confirm is over: reads what counts now, and leaves what is being edited. */
  async reverted(): Promise<void> {
    const outcome = await call(getCompanyList, {});
    if (outcome.ok) this.#stand(outcome.data);
    await tick();
  }

  /** Takes over what stands now; the draft stays where it differs. */
  #stand(list: CompanyList): void {
    const draft = this.dirty && this.data !== null ? mergeInto(list, this.data, this.draft) : draftOf(list);
    this.#take(list);
    this.draft = draft;
  }

  #take(list: CompanyList): void {
    this.data = list;
    this.draft = draftOf(list);
    this.notes = [];
    this.trial.start(list.enforcePendingSeconds ?? 0);
  }
}
