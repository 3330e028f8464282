import { describe, expect, it } from 'vitest';

import { namedZone, queriedOffset, searchZones } from './time-zone-search.ts';
import { listZones, popularZones } from './time-zones.ts';
import { formatOffset, zoneLabel, zoneOffset } from './zone-label.ts';

const winter = new Date('2026-01-15T12:00:00Z');
const summer = new Date('2026-07-15T12:00:00Z');

function setup() {
  const zones = listZones(null);
  const search = (query: string): string[] =>
    searchZones(zones, query, (name) => zoneOffset(name, winter)).map(({ spelling }) => spelling);
  return { zones, search };
}

describe('the list of time zones', () => {
  it('has every zone of the runtime once, and UTC, sorted', () => {
    const { zones } = setup();
    const names = zones.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([...Intl.supportedValuesOf('timeZone'), 'UTC']));
    expect(new Set(names).size).toBe(names.length);
    const shown = zones.map(({ spelling }) => spelling);
    expect(shown).toEqual([...shown].sort());
  });

  it('has the nine popular ones', () => {
    const { zones } = setup();
    expect(popularZones).toHaveLength(9);
    expect(zones.map(({ name }) => name)).toEqual(expect.arrayContaining([...popularZones]));
  });

  it('adds a stored zone that the browser knows only by another name, but not nonsense', () => {
    const names = listZones('Asia/Kolkata').map(({ name }) => name);
    expect(names).toContain('Asia/Kolkata');
    expect(names).not.toContain('Asia/Calcutta');
    expect(listZones('Mars/Phobos').map(({ name }) => name)).not.toContain('Mars/Phobos');
  });
});

describe('offsets', () => {
  it.each([
    ['Europe/Berlin', winter, 'Europe/Berlin (UTC+01:00)'],
    ['Europe/Berlin', summer, 'Europe/Berlin (UTC+02:00)'],
    ['Asia/Calcutta', winter, 'Asia/Kolkata (UTC+05:30)'],
    ['Asia/Katmandu', winter, 'Asia/Kathmandu (UTC+05:45)'],
    ['America/St_Johns', winter, 'America/St_Johns (UTC-03:30)'],
    ['Pacific/Marquesas', winter, 'Pacific/Marquesas (UTC-09:30)'],
    ['Pacific/Kiritimati', winter, 'Pacific/Kiritimati (UTC+14:00)'],
    ['America/New_York', winter, 'America/New_York (UTC-05:00)'],
    ['UTC', winter, 'UTC (UTC+00:00)'],
  ])('%s at %s is shown as %s', (zone, at, label) => {
    expect(zoneLabel(zone, zoneOffset(zone, at))).toBe(label);
  });

  it('of an unknown zone is null, and its label the bare name', () => {
    expect(zoneOffset('Mars/Phobos', winter)).toBeNull();
    expect(zoneLabel('Mars/Phobos', null)).toBe('Mars/Phobos');
  });

  it('below an hour keep their sign', () => {
    expect(formatOffset(-30)).toBe('UTC-00:30');
  });
});

describe('searching', () => {
  it.each([
    ['berlin', 'Europe/Berlin'],
    ['  BERLIN ', 'Europe/Berlin'],
    ['new york', 'America/New_York'],
    ['york', 'America/New_York'],
    ['america/new_y', 'America/New_York'],
    ['são paulo', 'America/Sao_Paulo'],
    ['kolkata', 'Asia/Kolkata'],
    ['calcutta', 'Asia/Kolkata'],
    ['kyiv', 'Europe/Kyiv'],
    ['pst', 'America/Los_Angeles'],
    ['universal', 'UTC'],
    ['utc', 'UTC'],
    ['Europe/Berlin (UTC+01:00)', 'Europe/Berlin'],
    ['europe lon', 'Europe/London'],
  ])('%j finds %s first', (query, first) => {
    expect(setup().search(query)[0]).toBe(first);
  });

  it('puts cities before regions and parts of words', () => {
    const found = setup().search('am');
    expect(found[0]).toBe('Asia/Amman');
    expect(found).toContain('America/New_York');
    expect(found.indexOf('America/New_York')).toBeLessThan(found.indexOf('Asia/Famagusta'));
  });

  it('takes offsets, half hours too, popular zones first', () => {
    const { search } = setup();
    expect(search('+5:30')).toEqual(['Asia/Colombo', 'Asia/Kolkata']);
    expect(search('utc+1')[0]).toBe('Europe/Berlin');
    expect(search('-05:00')[0]).toBe('America/New_York');
    expect(search('GMT-3:30')).toEqual(['America/St_Johns']);
  });

  it.each([
    ['+5', 300],
    ['-0930', -570],
    ['UTC −3', -180],
    ['5:45', 345],
    ['gmt0', 0],
    ['5', null],
    ['2026', null],
    ['+5:75', null],
    ['berlin', null],
  ])('reads %j as the offset %s', (query, minutes) => {
    expect(queriedOffset(query)).toBe(minutes);
  });

  it('finds nothing for nonsense', () => {
    expect(setup().search('mars phobos')).toEqual([]);
  });

  it('knows a zone by its exact name in any case, and by nothing less', () => {
    const { zones } = setup();
    expect(namedZone(zones, 'europe/berlin')?.name).toBe('Europe/Berlin');
    expect(namedZone(zones, 'Asia/Kolkata (UTC+05:30)')?.spelling).toBe('Asia/Kolkata');
    expect(namedZone(zones, 'berl')).toBeUndefined();
  });
});
