import type { Profile, ProfileInput } from '#functions/profile/contract.ts';

/** The fields that the form saves, in its order. */
export const savedFields = ['name', 'company', 'phone', 'timezone'] as const;
export type SavedField = (typeof savedFields)[number];

export type ProfileValues = Pick<Profile, SavedField>;
/** What stands in the form's fields. */
export type ProfileDraft = Record<SavedField, string>;

/** The fields as they are shown for a document. */
export function draftOf({ name, company, phone, timezone }: ProfileValues): ProfileDraft {
  return { name, company: company ?? '', phone: phone ?? '', timezone: timezone ?? '' };
}

/** What validated input saves, to compare with a document. */
export function valuesOf({ name, company, phone, timezone }: ProfileInput): ProfileValues {
  return { name, company, phone, timezone };
}

/** Whether leaving would lose anything. */
export function isChanged(draft: ProfileDraft, saved: ProfileValues): boolean {
  const before = draftOf(saved);
  return savedFields.some((field) => draft[field] !== before[field]);
}
