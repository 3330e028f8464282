import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  GetSecretValueCommand,
  ListSecretsCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, afterEach, expect, it } from 'vitest';

import type { StandInServer } from '../stand-in-server.ts';
import { startSecrets } from './start-secrets.ts';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));

const running: StandInServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

async function setup(generated = ['latchkey/codes', 'latchkey/origin']) {
  const secrets = await startSecrets({
    stateFile: join(folder, 'secrets.json'),
    generated,
    given: { 'latchkey/client': 'known to somebody else' },
  });
  running.push(secrets);
  const client = new SecretsManagerClient({
    endpoint: secrets.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const read = async (name: string) => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: name }));
    return (JSON.parse(SecretString ?? '') as { current: string }).current;
  };
  return { secrets, client, read };
}

it('gives each secret its own value, the same after a restart', async () => {
  const { read } = await setup();
  const [codes, origin] = [await read('latchkey/codes'), await read('latchkey/origin')];
  expect(codes).toEqual(expect.stringMatching(/^[\w-]{43}$/));
  expect(origin).not.toEqual(codes);
  expect(await read('latchkey/client')).toBe('known to somebody else');

  const again = await setup(['latchkey/codes', 'latchkey/origin', 'latchkey/later']);
  expect(await again.read('latchkey/codes')).toEqual(codes);
  expect(await again.read('latchkey/origin')).toEqual(origin);
  expect(await again.read('latchkey/later')).toHaveLength(43);
});

it('refuses an unknown secret and an operation that nobody calls', async () => {
  const { client, read } = await setup();
  await expect(read('latchkey/unknown')).rejects.toThrow(ResourceNotFoundException);
  await expect(client.send(new ListSecretsCommand())).rejects.toThrow(
    expect.objectContaining({ name: 'UnknownOperationException' }),
  );
});

it('fails while it is down and answers again when it is up', async () => {
  const { secrets, read } = await setup();
  secrets.fault('down');
  await expect(read('latchkey/codes')).rejects.toThrow();
  secrets.fault('up');
  expect(await read('latchkey/codes')).toHaveLength(43);
});
