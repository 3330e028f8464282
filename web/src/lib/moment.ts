/** An ISO moment as a person reads it, in a time zone or, where none is known, in the browser's: `Thursday, 26 November 2026 at 14:03 CET`. */
export function momentIn(iso: string, timezone: string | null): string {
  return new Intl.DateTimeFormat('en-GB', {
    ...(timezone === null ? {} : { timeZone: timezone }),
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(iso));
}
