import { savedFields, type ProfileValues, type SavedField } from './draft.ts';

export type Choice = 'mine' | 'theirs';

export type Choices = Partial<Record<SavedField, Choice>>;

/** A field that is one thing in this form and another on the server. */
export interface ConflictRow {
  readonly field: SavedField;
  readonly mine: string | null;
  readonly theirs: string | null;
  /** Chosen at first: what was changed; where both sides changed it, what this person typed. */
  readonly suggested: Choice;
}

/**
 * Compares what was loaded, what is in the form and what the server has by now.
 *
 * @returns the fields that differ, and whether somebody else changed any of them. Without that, as after a new photo in
 *   another tab, there is nothing to decide and the form can be saved over the new version.
 */
export function compareProfiles(
  loaded: ProfileValues,
  mine: ProfileValues,
  theirs: ProfileValues,
): { rows: ConflictRow[]; theyChanged: boolean } {
  const rows = savedFields
    .filter((field) => !same(field, mine[field], theirs[field]))
    .map((field): ConflictRow => ({
      field,
      mine: mine[field],
      theirs: theirs[field],
      suggested: same(field, mine[field], loaded[field]) ? 'theirs' : 'mine',
    }));
  return { rows, theyChanged: rows.some(({ field }) => theirs[field] !== loaded[field]) };
}

/** Whether two values are one; a phone number is the same in any grouping of its digits. */
function same(field: SavedField, a: string | null, b: string | null): boolean {
  if (field !== 'phone' || a === null || b === null) return a === b;
  return a.replaceAll(/[^+\d]/g, '') === b.replaceAll(/[^+\d]/g, '');
}

/** The form's values after the choices; a field that was not asked about keeps what is in the form. */
export function resolveConflict(
  mine: ProfileValues,
  rows: readonly ConflictRow[],
  choices: Choices,
): ProfileValues {
  const taken = rows.filter(({ field, suggested }) => (choices[field] ?? suggested) === 'theirs');
  return taken.reduce<ProfileValues>((values, { field, theirs }) => ({ ...values, [field]: theirs }), mine);
}
