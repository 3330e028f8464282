import * as v from 'valibot';

import type { OperationContract } from '#functions/shared/contract.ts';
import { newId } from '#functions/shared/ids.ts';
import { password } from './test-api.ts';

/** Where all requests of these tests come from. */
const testNetworks = ['198.18.0.0/15', '203.0.113.0/24'];

/** A right value for every field that any body has. */
const right: Record<string, (contract: OperationContract) => unknown> = {
  email: () => `${newId()}@example.test`,
  password: () => password,
  // Right in form alone: these tests go on with the password that there is.
  currentPassword: () => 'not the password',
  signOutOthers: () => true,
  newPassword: () => 'a brand new phrase',
  name: () => 'Ada King',
  company: () => 'Analytical Engines',
  phone: () => '+12025550123',
  timezone: () => 'Europe/London',
  companyId: newId,
  role: () => 'member',
  code: ({ id }) => (id === 'confirm-phone' ? '000000' : 'AB12CDE34F'),
  endpoint: () => 'https://push.example.net/send/abc',
  replaces: () => 'https://push.example.net/send/before',
  p256dh: () => 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: () => 'BTBZMqHH6r4Tts7J_aSIgg',
  again: () => false,
  undo: () => [],
  browserId: () => 'A'.repeat(43),
  challenge: () => 'A'.repeat(200),
  credential: () => ({
    id: 'AAAA',
    rawId: 'AAAA',
    type: 'public-key',
    response: {
      clientDataJSON: 'AAAA',
      attestationObject: 'AAAA',
      authenticatorData: 'AAAA',
      signature: 'AAAA',
    },
  }),
  method: () => 'totp',
  minutes: () => 60,
  entries: ({ id }) =>
    id === 'save-company-ip-allowlist' ? testNetworks.map((cidr) => ({ cidr })) : testNetworks,
  mode: () => 'monitor',
  scope: () => 'all',
  ip: () => '203.0.113.7',
  recoveryCode: () => 'A'.repeat(31),
  token: () => `${newId()}.${newId()}.${'A'.repeat(26)}`,
  accountSid: () => `AC${'0a'.repeat(16)}`,
  authId: () => 'MAXXXXXXXXXXXXXXXXXX',
  authToken: ({ id }) => 'a1'.repeat(id === 'connect-plivo' ? 20 : 16),
  apiKey: () => `KEY${'0A'.repeat(16)}_${'s'.repeat(22)}`,
  sipDomain: () => null,
  sipUsername: () => 'analytical',
  sipPassword: () => 'a-sip-password',
  phoneNumber: () => '+12025550123',
  changes: () => [{ type: 'missed-call', channel: 'email', enabled: false }],
  masters: () => ({ sms: false }),
  quietHours: () => ({ mon: { from: '22:00', to: '07:00' } }),
  digests: () => ({ messages: 'daily' }),
  host: () => 'sip.example.com',
  port: () => 5061,
  ids: () => [newId()],
  all: () => true,
  transport: () => 'tls',
  confirmation: ({ id }) => (id === 'reset-data' ? 'RESET' : 'DELETE'),
  // Right in form alone: these tests go on with the account that there is.
  deleteCompanies: () => [newId()],
};

/** A right value for every parameter that any path has; what it names does not exist. */
const rightParams: Record<string, () => string> = {
  id: newId,
  provider: () => 'byoc',
  number: () => '0'.repeat(26),
};

/** The fields of an operation's body; none when it takes no JSON. */
export function fieldsOf(contract: OperationContract): string[] {
  const { body } = contract;
  if (body === undefined) return [];
  if (!('entries' in body)) throw new Error(`Tell these tests how to make a body of ${contract.id}`);
  return Object.keys(body.entries as object);
}

function valueOf<T>(
  values: Record<string, (contract: OperationContract) => T>,
  field: string,
  contract: OperationContract,
): T {
  const value = values[field];
  if (value === undefined) throw new Error(`Give these tests a right value for "${field}" of ${contract.id}`);
  return value(contract);
}

/** A body that the contract takes; `email` is the caller's own where the operation is about the caller. */
export function bodyOf(contract: OperationContract, caller: { email: string }): Record<string, unknown> {
  const entries = fieldsOf(contract).map((field) => [field, valueOf(right, field, contract)] as const);
  const own = new Set(['sign-in', 'save-profile', 'forgot-password']);
  const body = { ...Object.fromEntries(entries), ...(own.has(contract.id) ? { email: caller.email } : {}) };
  if (contract.body !== undefined) v.parse(contract.body, body);
  return body;
}

/** Values for the braces of the contract's path. */
export function paramsOf(contract: OperationContract): Record<string, string> {
  const names = [...contract.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  return Object.fromEntries(names.map((name) => [name, valueOf(rightParams, name, contract)] as const));
}
