import { zoneOffset, zoneSpelling } from './zone-label.ts';

/** Offered first; the order is DESIGN's, west to east. */
export const popularZones: readonly string[] = [
  'America/New_York',
  'America/Los_Angeles',
  'Europe/London',
  'Europe/Berlin',
  'Asia/Karachi',
  'Asia/Dubai',
  'Asia/Singapore',
  'Australia/Sydney',
  'UTC',
];

/** What people call a zone by when they don't call it by its city. */
const nicknames: Readonly<Record<string, string>> = {
  'America/New_York': 'eastern est edt',
  'America/Chicago': 'central cst cdt',
  'America/Denver': 'mountain mst mdt',
  'America/Los_Angeles': 'pacific pst pdt',
  'America/Sao_Paulo': 'brt',
  'Europe/London': 'gmt bst',
  'Europe/Paris': 'cet cest',
  'Europe/Berlin': 'cet cest',
  'Europe/Moscow': 'msk',
  'Europe/Istanbul': 'trt',
  'Asia/Dubai': 'gst',
  'Asia/Karachi': 'pkt',
  'Asia/Calcutta': 'ist',
  'Asia/Kolkata': 'ist',
  'Asia/Bangkok': 'ict',
  'Asia/Singapore': 'sgt',
  'Asia/Tokyo': 'jst',
  'Asia/Shanghai': 'cst',
  'Africa/Cairo': 'eet',
  'Africa/Johannesburg': 'sast',
  'Africa/Lagos': 'wat',
  'Africa/Nairobi': 'eat',
  'Australia/Sydney': 'aest aedt',
  'Australia/Melbourne': 'aest aedt',
  'Pacific/Auckland': 'nzst nzdt',
  UTC: 'coordinated universal time gmt zulu',
};

export interface ZoneOption {
  /** What is stored: the name that this browser knows the zone by. */
  readonly name: string;
  /** What is shown: `Asia/Kolkata`, also where the browser says `Asia/Calcutta`. */
  readonly spelling: string;
  /** Folded for the search: the spelling, its words, the browser's name and nicknames. */
  readonly text: string;
}

/**
 * Every zone that this browser knows, and UTC, sorted by spelling.
 *
 * @param stored the zone from the server, listed under its own name where the browser has it under another or not at all
 */
export function listZones(stored: string | null): ZoneOption[] {
  const names = [...Intl.supportedValuesOf('timeZone'), 'UTC'];
  if (stored !== null && zoneOffset(stored) !== null) names.push(stored);
  const options = new Map(names.map(zoneOption).map((option) => [option.spelling, option]));
  return [...options.values()].sort((a, b) => (a.spelling < b.spelling ? -1 : 1));
}

function zoneOption(name: string): ZoneOption {
  const spelling = zoneSpelling(name);
  const others = [spelling === name ? '' : name, nicknames[name] ?? ''];
  return { name, spelling, text: fold([spelling, ...others].join(' ')) };
}

/** Lower case, without accents; `/` and `_` count as spaces. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[\s/_]+/g, ' ')
    .trim();
}

/** `zoneOffset` now, remembering what it computed. */
export function rememberedOffsets(): (name: string) => number | null {
  const known = new Map<string, number | null>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const offset = zoneOffset(name);
    known.set(name, offset);
    return offset;
  };
}
