import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { channels } from '#events/notifications/notification-type.ts';
import { resolve, type ResolveInput } from './resolve.ts';

const at = new Date('2026-05-03T10:00:00.000Z').toISOString();
const choice = fc.option(fc.record({ enabled: fc.boolean(), at: fc.constant<string>(at) }), {
  nil: undefined,
});
const decision = fc.option(
  fc.record({ enabled: fc.boolean(), by: fc.constant<string>('Grace'), at: fc.constant<string>(at) }),
  {
    nil: undefined,
  },
);

/** Every constellation of one cell. */
const cell = fc.record({
  channel: fc.constantFrom(...channels),
  category: fc.constantFrom('messages', 'security'),
  byDefault: fc.option(fc.boolean(), { nil: undefined }),
  mandatory: fc.boolean(),
  lock: decision,
  companyDefault: decision,
  master: choice,
  override: choice,
});
type Cell = typeof cell extends fc.Arbitrary<infer C> ? C : never;

function inputOf(one: Cell): ResolveInput {
  const { channel } = one;
  const of = <T>(value: T | undefined) => (value === undefined ? {} : { [channel]: value });
  const mandatory = one.mandatory && one.byDefault === true;
  return {
    type: {
      id: 'a-type',
      category: one.category,
      channels: of(one.byDefault),
      mandatory: mandatory ? [channel] : [],
    },
    channel,
    company: { defaults: { 'a-type': of(one.companyDefault) }, locks: { 'a-type': of(one.lock) } },
    account: { overrides: { 'a-type': of(one.override) }, masters: of(one.master) },
  };
}

const always = (property: (one: Cell, input: ResolveInput) => void) =>
  fc.assert(fc.property(cell, (one) => property(one, inputOf(one))));

describe('whether a type reaches a person through a channel', () => {
  test('never lets a lock be overridden, whatever the person chose', () =>
    always((one, input) => {
      fc.pre(one.lock !== undefined && one.category !== 'security' && one.byDefault !== undefined);
      fc.pre(input.type.mandatory.length === 0);
      expect(resolve(input)).toEqual({
        enabled: one.lock.enabled,
        source: 'lock',
        rule: { kind: 'lock', by: 'Grace', at },
      });
    }));

  test('always lets through what is mandatory, whatever anybody chose', () =>
    always((_, input) => {
      fc.pre(input.type.mandatory.length > 0);
      expect(resolve(input)).toMatchObject({ enabled: true, source: 'mandatory' });
    }));

  test('never uses a channel that the type does not have', () =>
    always((one, input) => {
      fc.pre(one.byDefault === undefined);
      expect(resolve(input)).toEqual({ enabled: false, source: 'impossible', rule: { kind: 'impossible' } });
    }));

  test('lets no company decide about the security of an account', () =>
    always((one, input) => {
      fc.pre(one.category === 'security');
      expect(resolve(input)).toEqual(resolve({ ...input, company: null }));
    }));

  test('goes back to what applied before once a choice is taken back', () =>
    always((one, input) => {
      fc.pre(one.override !== undefined);
      const without = resolve({ ...input, account: { ...input.account, overrides: {} } });
      const { source } = resolve(input);
      if (source !== 'user') expect(resolve(input)).toEqual(without);
      else expect(['company', 'default']).toContain(without.source);
    }));

  test('a channel that was switched on again changes nothing', () =>
    always((one, input) => {
      fc.pre(one.master?.enabled === true);
      expect(resolve(input)).toEqual(resolve({ ...input, account: { ...input.account, masters: {} } }));
    }));

  test('names who decided and when: the catalogue, the company, the person, their switch, the lock', () => {
    const base = {
      channel: 'email',
      category: 'messages',
      byDefault: true,
      mandatory: false,
      lock: undefined,
      companyDefault: undefined,
      master: undefined,
      override: undefined,
    } as const satisfies Cell;
    const off = { enabled: false, at };
    const offBy = { ...off, by: 'Grace' };
    const rule = (more: Partial<Cell>) => resolve(inputOf({ ...base, ...more })).rule;
    expect(rule({})).toEqual({ kind: 'default' });
    expect(rule({ companyDefault: offBy })).toEqual({ kind: 'company', by: 'Grace', at });
    expect(rule({ companyDefault: offBy, override: off })).toEqual({ kind: 'user', at });
    expect(rule({ override: { enabled: true, at }, master: off })).toEqual({ kind: 'master', at });
    expect(rule({ override: off, master: off, lock: offBy })).toEqual({ kind: 'lock', by: 'Grace', at });
  });
});
