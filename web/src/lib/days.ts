const day = 86_400_000;

/** How far a zone is ahead of UTC at a moment, in milliseconds; a zone that this browser does not know counts as UTC. */
function ahead(zone: string, at: number): number {
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
      at,
    );
    const text = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = '0', minutes = '0'] = /([+-])(\d{2}):(\d{2})/.exec(text) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  } catch {
    return 0;
  }
}

/** The moment at which a day begins in a zone; midnight is looked up twice, since clocks may change on that day. */
export function startOfDay(date: string, zone: string, plusDays = 0): string {
  const midnight = Date.parse(`${date}T00:00:00Z`) + plusDays * day;
  const guess = midnight - ahead(zone, midnight);
  return new Date(midnight - ahead(zone, guess)).toISOString();
}

/** The day that a moment is on in a zone, as a date field has it: `2026-05-12`. */
export function dateIn(moment: string, zone: string): string {
  const at = Date.parse(moment);
  return new Date(at + ahead(zone, at)).toISOString().slice(0, 10);
}
