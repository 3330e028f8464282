import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  IncorrectKeyException,
  InvalidCiphertextException,
  KMSClient,
  ListKeysCommand,
  NotFoundException,
} from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, it } from 'vitest';

import type { StandInServer } from '../stand-in-server.ts';
import { ensureKey } from './ensure-key.ts';
import { startKms } from './start-kms.ts';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-kms-'));
const stateFile = join(folder, 'kms.json');
afterAll(() => rmSync(folder, { recursive: true }));

const running: StandInServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

const belonging = { companyId: 'c1', provider: 'twilio' };

async function setup() {
  const kms = await startKms({ stateFile, aliases: ['credentials', 'other'] });
  running.push(kms);
  const client = new KMSClient({
    endpoint: kms.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const encrypt = async (
    plain: Uint8Array,
    EncryptionContext: Record<string, string> = belonging,
    KeyId = 'alias/credentials',
  ) =>
    (await client.send(new EncryptCommand({ KeyId, Plaintext: plain, EncryptionContext }))).CiphertextBlob!;
  const decrypt = async (
    CiphertextBlob: Uint8Array,
    EncryptionContext: Record<string, string> = belonging,
    KeyId?: string,
  ) => {
    const { Plaintext } = await client.send(
      new DecryptCommand({ CiphertextBlob, EncryptionContext, ...(KeyId === undefined ? {} : { KeyId }) }),
    );
    return Buffer.from(Plaintext!);
  };
  return { kms, client, encrypt, decrypt };
}

describe('through the SDK', () => {
  it('gives back what it encrypted, another ciphertext each time, also after a restart', async () => {
    const { encrypt, decrypt, kms } = await setup();
    const sealed = await encrypt(Buffer.from('token'));
    expect(Buffer.from(sealed).includes('token')).toBe(false);
    expect(Buffer.from(await encrypt(Buffer.from('token')))).not.toEqual(Buffer.from(sealed));
    expect((await decrypt(sealed)).toString()).toBe('token');
    await kms.close();
    running.length = 0;

    const again = await setup();
    expect((await again.decrypt(sealed)).toString()).toBe('token');
    expect(statSync(stateFile).mode & 0o077).toBe(0);
  });

  it('takes the context in any order, and no other context', async () => {
    const { encrypt, decrypt } = await setup();
    const sealed = await encrypt(Buffer.from('token'));
    expect((await decrypt(sealed, { provider: 'twilio', companyId: 'c1' })).toString()).toBe('token');
    const others: Record<string, string>[] = [
      {},
      { companyId: 'c1' },
      { companyId: 'c2', provider: 'twilio' },
      { companyId: 'c1', provider: 'plivo' },
      { companyId: 'twilio', provider: 'c1' },
      { companyId: 'C1', provider: 'twilio' },
      { ...belonging, more: '' },
    ];
    for (const other of others) {
      await expect(decrypt(sealed, other), JSON.stringify(other)).rejects.toThrow(InvalidCiphertextException);
    }
  });

  it('refuses a ciphertext with any bit changed, cut, or made up', async () => {
    const { encrypt, decrypt } = await setup();
    const sealed = Buffer.from(await encrypt(Buffer.from('token')));
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length * 8 - 1), async (bit) => {
        const changed = Buffer.from(sealed);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        await expect(decrypt(changed)).rejects.toThrow(InvalidCiphertextException);
      }),
      { numRuns: 60 },
    );
    for (const other of [sealed.subarray(0, -1), sealed.subarray(1), Buffer.from('x'), Buffer.alloc(64)]) {
      await expect(decrypt(other)).rejects.toThrow(InvalidCiphertextException);
    }
  });

  it('knows its keys by alias, id and ARN, and keeps them apart', async () => {
    const { client, encrypt, decrypt } = await setup();
    const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: 'alias/credentials' }));
    const sealed = await encrypt(Buffer.from('token'), belonging, KeyMetadata!.Arn);
    expect((await decrypt(sealed, belonging, KeyMetadata!.KeyId)).toString()).toBe('token');
    await expect(decrypt(sealed, belonging, 'alias/other')).rejects.toThrow(IncorrectKeyException);
    await expect(encrypt(Buffer.from('x'), belonging, 'alias/unknown')).rejects.toThrow(NotFoundException);
  });

  it('encrypts 4096 bytes and no more', async () => {
    const { encrypt, decrypt } = await setup();
    expect(await decrypt(await encrypt(Buffer.alloc(4096, 7)))).toEqual(Buffer.alloc(4096, 7));
    for (const length of [0, 4097]) {
      await expect(encrypt(Buffer.alloc(length))).rejects.toMatchObject({ name: 'ValidationException' });
    }
  });

  it('refuses an operation that nobody calls, and a request that nobody signed', async () => {
    const { client, kms } = await setup();
    await expect(client.send(new ListKeysCommand())).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
    const unsigned = await fetch(kms.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'TrentService.Encrypt' },
      body: '{}',
    });
    expect(unsigned.status).toBe(400);
  });

  it('fails while it is down and answers again when it is up', async () => {
    const { kms, encrypt } = await setup();
    kms.fault('down');
    await expect(encrypt(Buffer.from('x'))).rejects.toThrow();
    kms.fault('up');
    expect(await encrypt(Buffer.from('x'))).toBeDefined();
  });
});

it('never rewrites a key that a file holds', async () => {
  await setup();
  const before = readFileSync(stateFile, 'utf8');
  await setup();
  expect(readFileSync(stateFile, 'utf8')).toBe(before);
});

describe('in a KMS that replaces ours', () => {
  it('makes the key once', async () => {
    const mock = mockClient(KMSClient);
    mock
      .on(DescribeKeyCommand)
      .rejectsOnce(new NotFoundException({ message: '', $metadata: {} }))
      .resolves({});
    mock.on(CreateKeyCommand).resolves({ KeyMetadata: { KeyId: 'k1' } });
    mock.on(CreateAliasCommand).resolves({});
    const client = new KMSClient({ region: 'us-east-1' });
    await ensureKey(client, 'alias/credentials');
    await ensureKey(client, 'alias/credentials');
    expect(mock.commandCalls(CreateKeyCommand)).toHaveLength(1);
    expect(mock.commandCalls(CreateAliasCommand)[0]?.args[0].input).toEqual({
      AliasName: 'alias/credentials',
      TargetKeyId: 'k1',
    });
    mock.restore();
  });
});
