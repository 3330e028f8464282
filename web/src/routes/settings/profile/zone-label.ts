/** Browsers that follow CLDR still name some zones by a spelling that their countries gave up. */
const spellings: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

/** The spelling in which a zone is shown. */
export function zoneSpelling(name: string): string {
  return spellings[name] ?? name;
}

/** A zone's distance from UTC in minutes at a moment, or null for a zone that this browser doesn't know. */
export function zoneOffset(name: string, at = new Date()): number | null {
  try {
    // A formatter costs a quarter of a millisecond: call this for what is shown, not for all zones at once.
    const parts = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' }).formatToParts(
      at,
    );
    const text = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = '0', minutes = '0'] = /^GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(text) ?? [];
    const distance = Number(hours) * 60 + Number(minutes);
    return sign === '-' ? -distance : distance;
  } catch {
    return null;
  }
}

/** `330` → `UTC+05:30`. */
export function formatOffset(minutes: number): string {
  const distance = Math.abs(minutes);
  const pad = (count: number): string => String(Math.floor(count)).padStart(2, '0');
  return `UTC${minutes < 0 ? '-' : '+'}${pad(distance / 60)}:${pad(distance % 60)}`;
}

/** `Europe/Berlin (UTC+01:00)`; without the offset while it isn't known. */
export function zoneLabel(name: string, offset: number | null | undefined): string {
  const spelling = zoneSpelling(name);
  return offset === null || offset === undefined ? spelling : `${spelling} (${formatOffset(offset)})`;
}
