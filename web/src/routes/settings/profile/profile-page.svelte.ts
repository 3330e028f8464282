import { tick } from 'svelte';
import {
  detectTimezone,
  getProfile,
  profileInputSchema,
  saveProfile,
  type Profile,
  type ProfileInput,
} from '#functions/profile/contract.ts';
import { call } from '#lib/api/call.ts';
import type { Problem } from '#lib/api/problem.ts';
import { fieldMessage, problemMessage } from '#lib/messages.ts';
import { Form } from '#lib/state/form.svelte.ts';
import { session } from '#lib/state/session.svelte.ts';
import { toasts } from '#lib/state/toasts.svelte.ts';
import type { conflictPart } from './conflict-part.ts';
import type { Choices, ConflictRow } from './conflict.ts';
import { draftOf, isChanged, savedFields, valuesOf, type ProfileDraft, type ProfileValues } from './draft.ts';
import { loadPart } from '#lib/load-part.ts';
import { checkPhone } from './phone-number.ts';
import { profileTexts as texts } from './profile-texts.ts';

interface Conflict {
  readonly part: typeof conflictPart;
  readonly mine: ProfileValues;
  readonly theirs: Profile;
  readonly rows: readonly ConflictRow[];
}

const blank: ProfileDraft = { name: '', company: '', phone: '', timezone: '' };

/** The profile as loaded, the form over it, and saving with what can come in between. */
export class ProfilePage {
  profile = $state.raw<Profile | null>(null);
  /** Why it could not be loaded. */
  problem = $state.raw<Problem | null>(null);
  conflict = $state.raw<Conflict | null>(null);
  readonly form = new Form<typeof profileInputSchema, ProfileDraft>(profileInputSchema, { ...blank });
  changed = $derived(this.profile !== null && isChanged(this.form.values, this.profile));

  async load(): Promise<void> {
    let outcome = await call(getProfile, {});
    if (outcome.ok && outcome.data.timezone === null && (await sendDetectedZone())) {
      outcome = await call(getProfile, {});
    }
    this.problem = outcome.ok ? null : outcome.problem;
    if (outcome.ok) this.#adopt(outcome.data, blank);
  }

  /** Takes over what is changed outside the form: the photo, a pending address. */
  patch(change: Partial<Profile>): void {
    if (this.profile === null) return;
    this.profile = { ...this.profile, ...change };
    const { email, avatarUrl } = this.profile;
    session.update({ email, avatarUrl });
  }

  /** Reads again what a mailed link may have changed meanwhile; the form and its version stay as they are. */
  async refreshEmail(): Promise<void> {
    const outcome = await call(getProfile, {});
    if (!outcome.ok) return;
    const { email, pendingEmail } = outcome.data;
    this.patch({ email, pendingEmail });
  }

  /** Saves the form; resolves when the page shows how that went. */
  async save(): Promise<void> {
    if (this.profile === null || this.form.busy) return;
    this.form.busy = true;
    const input = await this.#check();
    if (input !== null) await this.#put(input, this.profile);
    this.form.busy = false;
    await tick();
  }

  /** Saves over the other version what was chosen in the conflict. */
  async settle(choices: Choices): Promise<void> {
    if (this.conflict === null || this.form.busy) return;
    const { part, mine, theirs, rows } = this.conflict;
    Object.assign(this.form.values, draftOf(part.resolveConflict(mine, rows, choices)));
    this.profile = theirs;
    await this.save();
    // With a wrong field the form has to be seen; with another conflict there are new rows.
    if (Object.keys(this.form.errors).length > 0) this.conflict = null;
  }

  async #check(): Promise<ProfileInput | null> {
    const input = this.form.check();
    const phone = await checkPhone(this.form.values.phone);
    if (phone.kind !== 'invalid') return input;
    this.form.errors = { ...this.form.errors, phone: fieldMessage('phone', 'invalid-phone') };
    return null;
  }

  /** @param over the document that it is saved over: what was loaded, or a newer one without changes to the form */
  async #put(input: ProfileInput, over: Profile): Promise<void> {
    const typed = { ...this.form.values };
    const outcome = await call(saveProfile, { body: input, ifMatch: `"${over.version}"` });
    if (outcome.ok) {
      this.#adopt(outcome.data, typed);
      this.conflict = null;
      toasts.success(texts.saved);
    } else if (outcome.problem.reason === 'changed-elsewhere' && outcome.problem.current !== null) {
      await this.#meet(input, over, outcome.problem.current);
    } else {
      this.form.refuse(outcome.problem);
      toasts.error(this.form.message ?? problemMessage(outcome.problem));
    }
  }

  /** Somebody changed the document: asks what to keep, or saves over it where they left the form's fields alone. */
  async #meet(input: ProfileInput, over: Profile, theirs: Profile): Promise<void> {
    const part = await loadPart(async () => (await import('./conflict-part.ts')).conflictPart);
    if (part === null) return;
    const mine = valuesOf(input);
    const { rows, theyChanged } = part.compareProfiles(over, mine, theirs);
    // A new photo in another tab, for example.
    if (!theyChanged && theirs.version !== over.version) await this.#put(input, theirs);
    else this.conflict = { part, mine, theirs, rows };
  }

  /** Shows a document; a field that was changed since `typed` keeps what stands in it now. */
  #adopt(profile: Profile, typed: ProfileDraft): void {
    const shown = draftOf(profile);
    for (const field of savedFields) {
      if (this.form.values[field] === typed[field]) this.form.values[field] = shown[field];
    }
    this.profile = profile;
    const { name, email, timezone, avatarUrl } = profile;
    session.update({ name, email, timezone, avatarUrl });
  }
}

/** Sends the browser's zone while none is stored; tells whether one is stored now. */
async function sendDetectedZone(): Promise<boolean> {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const outcome = await call(detectTimezone, { body: { timezone: timeZone } });
  return outcome.ok;
}
