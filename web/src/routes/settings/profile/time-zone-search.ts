import { fold, popularZones, type ZoneOption } from './time-zones.ts';

/** `+5`, `-03:30`, `utc+1`, `GMT -0930`, `5:30`: with a sign, a prefix or a colon, so that `1` isn't one. */
const offsetShape =
  /^(?<prefix>utc|gmt)?\s*(?<sign>[+\-−–])?\s*(?<hours>\d{1,2})(?<rest>:?(?<minutes>[0-5]\d))?$/;

/** The offset in minutes that a query asks for, or null when it asks for a name. */
export function queriedOffset(query: string): number | null {
  const groups = offsetShape.exec(query.trim().toLowerCase())?.groups;
  if (groups === undefined) return null;
  const { prefix, sign, hours, minutes, rest } = groups;
  if (prefix === undefined && sign === undefined && rest?.startsWith(':') !== true) return null;
  const distance = Number(hours) * 60 + Number(minutes ?? 0);
  return sign === undefined || sign === '+' ? distance : -distance;
}

/**
 * The zones that a query means, the best first: by city, region, nickname (`est`) or offset (`+5:30`).
 *
 * @param offsetOf asked only when the query is an offset
 */
export function searchZones(
  zones: readonly ZoneOption[],
  query: string,
  offsetOf: (name: string) => number | null,
): ZoneOption[] {
  const offset = queriedOffset(query);
  if (offset !== null) return zones.filter((zone) => offsetOf(zone.name) === offset).sort(popularFirst);

  // A label may be pasted or left from the last choice: its offset adds nothing to the name.
  const wanted = fold(query.replace(/\(UTC[^)]*\)\s*$/, ''));
  const terms = wanted.split(' ');
  return zones
    .map((zone) => ({ zone, rank: rank(zone, wanted, terms) }))
    .filter(({ rank }) => rank < noMatch)
    .sort((a, b) => a.rank - b.rank || popularFirst(a.zone, b.zone))
    .map(({ zone }) => zone);
}

const noMatch = 4;

function rank({ spelling, text }: ZoneOption, wanted: string, terms: readonly string[]): number {
  const padded = ` ${text}`;
  if (!terms.every((term) => text.includes(term))) return noMatch;
  const city = fold(spelling.slice(spelling.lastIndexOf('/') + 1));
  if (city.startsWith(wanted)) return 0;
  if (text.startsWith(wanted) || `${padded} `.includes(` ${wanted} `)) return 1;
  return terms.every((term) => padded.includes(` ${term}`)) ? 2 : 3;
}

function popularFirst(a: ZoneOption, b: ZoneOption): number {
  return Number(popularZones.includes(b.name)) - Number(popularZones.includes(a.name));
}

/** The zone that a text names exactly, in any case, with or without the offset behind it. */
export function namedZone(zones: readonly ZoneOption[], text: string): ZoneOption | undefined {
  const wanted = fold(text.replace(/\(UTC[^)]*\)\s*$/, ''));
  return zones.find(({ name, spelling }) => fold(name) === wanted || fold(spelling) === wanted);
}
