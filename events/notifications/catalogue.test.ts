import { readdirSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { findNotificationType, notificationTypes } from './catalogue.ts';
import { channels, type TextContext } from './notification-type.ts';

const context: TextContext = {
  company: 'Analytical Engines',
  product: 'Latchkey',
  timezone: 'Europe/Berlin',
};
const everybody = ['owner', 'admin', 'member'];

/** Every text of a notification, by channel. */
function textsOf({ texts }: (typeof notificationTypes)[number], data: unknown) {
  return channels.flatMap((channel) => {
    const text = texts[channel]?.(data, context);
    return text === undefined ? [] : [{ channel, text }];
  });
}

describe.each(notificationTypes.map((type) => [type.id, type] as const))('%s', (_, type) => {
  test('has a sample that its schema accepts whole', () => {
    expect(v.parse(type.data, type.sample)).toEqual(type.sample);
  });

  test('has a text for every channel that can carry it, and for no other', () => {
    const possible = channels.filter((channel) => type.channels[channel] !== undefined);
    const written = possible.filter((channel) => !(channel === 'email' && type.mailedBy === 'mailer'));
    expect(textsOf(type, type.sample).map(({ channel }) => channel)).toEqual(written);
  });

  test('says something whole on each channel, on one line where a line is all there is', () => {
    for (const { channel, text } of textsOf(type, type.sample)) {
      const words = typeof text === 'string' ? [text] : Object.values(text).flat();
      for (const word of words.map((one) => (typeof one === 'string' ? one : one.value))) {
        expect([channel, word]).not.toEqual([channel, '']);
        expect(word).not.toMatch(/undefined|NaN|\[object|Invalid Date|[\r\n]/);
      }
    }
    const sms = type.texts.sms?.(type.sample, context) ?? '';
    expect(sms.length).toBeLessThanOrEqual(160);
  });

  test('leads to a path of the site or the product', () => {
    expect(type.path(type.sample) ?? '/').toMatch(/^\/(?!\/)/);
  });

  test('can be turned off wherever it is not mandatory, and is on wherever it is', () => {
    for (const channel of type.mandatory) expect(type.channels[channel]).toBe(true);
    expect(type.audience.length).toBeGreaterThan(0);
    if (type.category === 'security') {
      expect([type.mandatory, type.audience]).toEqual([['email'], everybody]);
    }
  });

  test('refuses data that lacks a field', () => {
    for (const field of Object.keys(type.sample)) {
      const { [field]: _left, ...rest } = type.sample;
      const optional = v.is(type.data, rest);
      if (!optional)
        for (const text of Object.values(type.texts)) expect(() => text(rest, context)).toThrow();
    }
  });

  test('refuses texts without end: nothing that is stored and sent is unbounded', () => {
    for (const [field, value] of Object.entries(type.sample)) {
      if (typeof value !== 'string') continue;
      expect([field, v.is(type.data, { ...type.sample, [field]: 'x'.repeat(5000) })]).toEqual([field, false]);
    }
  });
});

test('ids are unique and in kebab-case', () => {
  const ids = notificationTypes.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
  expect(findNotificationType('missed-call')?.id).toBe('missed-call');
  expect(findNotificationType('__proto__')).toBeUndefined();
});

test('every file that declares a type is in the catalogue, named as its type', () => {
  const files = readdirSync(new URL('types/', import.meta.url)).map((file) => file.replace(/\.ts$/, ''));
  expect(notificationTypes.map(({ id }) => id).toSorted()).toEqual(files.toSorted());
});
