import * as v from 'valibot';
import { changePreferences, type Preferences } from '#functions/notification-preferences/contract.ts';

export type QuietHours = NonNullable<Preferences['quietHours']>;
export type Weekday = keyof QuietHours;

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const satisfies Weekday[];

/** One day as the form holds it: its times stay while it is off. */
export interface QuietDay {
  on: boolean;
  from: string;
  to: string;
}
export type QuietDraft = Record<Weekday, QuietDay>;

const usual = { from: '22:00', to: '07:00' };

/** The form's side of stored quiet hours. */
export function draftOf(quietHours: QuietHours | null): QuietDraft {
  const day = (name: Weekday): QuietDay => {
    const span = quietHours?.[name] ?? null;
    return { ...usual, ...span, on: span !== null };
  };
  return {
    mon: day('mon'),
    tue: day('tue'),
    wed: day('wed'),
    thu: day('thu'),
    fri: day('fri'),
    sat: day('sat'),
    sun: day('sun'),
  };
}

/** What is wrong with a form: the first day whose times are not whole, or that nothing is left of the week. */
export type Wrong = Weekday | 'always';

/** What a form comes to: null where no day has any, or what is wrong with it. */
export function quietHoursOf(
  draft: QuietDraft,
): { readonly quietHours: QuietHours | null } | { readonly wrong: Wrong } {
  const wrong = weekdays.find((day) => draft[day].on && (draft[day].from === '' || draft[day].to === ''));
  if (wrong !== undefined) return { wrong };
  if (weekdays.every((day) => !draft[day].on)) return { quietHours: null };
  const span = ({ on, from, to }: QuietDay) => (on ? { from, to } : null);
  const quietHours = {
    mon: span(draft.mon),
    tue: span(draft.tue),
    wed: span(draft.wed),
    thu: span(draft.thu),
    fri: span(draft.fri),
    sat: span(draft.sat),
    sun: span(draft.sun),
  };
  return v.is(changePreferences.body, { quietHours }) ? { quietHours } : { wrong: 'always' };
}

/** Tells whether an end lies on the day after. */
export function endsNextDay({ from, to }: QuietDay): boolean {
  return from !== '' && to !== '' && to <= from;
}
