import { randomBytes, randomUUID } from 'node:crypto';

import * as v from 'valibot';

import { startStandInServer } from '../stand-in-server.ts';
import type { StandInAnswer, StandInRequest, StandInServer } from '../stand-in-server.ts';
import { readStateFile, writeStateFile } from '../state-file.ts';
import { keyIdOf, open, seal } from './sealed-box.ts';

export interface KmsOptions {
  /** Where the keys are kept. Whoever has this file has what they encrypt: it is for this machine only. */
  readonly stateFile: string;
  /** The names of the keys, without `alias/`; each is made at the first start. */
  readonly aliases: readonly string[];
}

interface Key {
  readonly id: string;
  readonly material: Buffer;
}

const contentType = 'application/x-amz-json-1.1';
/** What KMS itself encrypts at most; more needs a data key. In bytes. */
const longestPlaintext = 4096;

const keptSchema = v.record(v.string(), v.object({ id: v.string(), material: v.string() }));
const base64 = v.pipe(
  v.string(),
  v.base64(),
  v.transform((text) => Buffer.from(text, 'base64')),
);
const contextSchema = v.optional(v.record(v.string(), v.string()), {});
const encryptSchema = v.object({ KeyId: v.string(), Plaintext: base64, EncryptionContext: contextSchema });
const decryptSchema = v.object({
  KeyId: v.optional(v.string()),
  CiphertextBlob: base64,
  EncryptionContext: contextSchema,
});
const describeSchema = v.object({ KeyId: v.string() });

/** A refusal as KMS words it: the SDK makes an error of that name of it. */
class Refusal extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** Starts the local stand-in for KMS: Encrypt, Decrypt and DescribeKey over keys in a file. */
export async function startKms(options: KmsOptions): Promise<StandInServer> {
  const kept = readStateFile(options.stateFile, keptSchema) ?? {};
  for (const alias of options.aliases) {
    kept[alias] ??= { id: randomUUID(), material: randomBytes(32).toString('base64') };
  }
  writeStateFile(options.stateFile, kept);
  const keys = new Map(
    Object.entries(kept).map(([alias, { id, material }]): [string, Key] => [
      alias,
      { id, material: Buffer.from(material, 'base64') },
    ]),
  );
  return startStandInServer({
    longestBody: 64 * 1024,
    answer: (request) => Promise.resolve(answer(keys, request)),
  });
}

function answer(keys: ReadonlyMap<string, Key>, { headers, body }: StandInRequest): StandInAnswer {
  try {
    if (headers.authorization?.startsWith('AWS4-HMAC-SHA256 ') !== true) {
      throw new Refusal('MissingAuthenticationTokenException', 'Missing Authentication Token');
    }
    const operation = operations.get(String(headers['x-amz-target']));
    if (operation === undefined)
      throw new Refusal('UnknownOperationException', 'There is no such operation.');
    return reply(200, operation(keys, body.toString()));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return reply(400, { __type: error.type, message: error.message });
  }
}

type Operation = (keys: ReadonlyMap<string, Key>, body: string) => object;

const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['TrentService.Encrypt', encrypt],
  ['TrentService.Decrypt', decrypt],
  ['TrentService.DescribeKey', describe],
]);

function encrypt(keys: ReadonlyMap<string, Key>, body: string): object {
  const input = parse(encryptSchema, body);
  const key = findKey(keys, input.KeyId);
  if (input.Plaintext.length === 0 || input.Plaintext.length > longestPlaintext) {
    throw new Refusal('ValidationException', `The plaintext must have 1 to ${longestPlaintext} bytes.`);
  }
  const sealed = seal(idBytes(key), key.material, input.Plaintext, input.EncryptionContext);
  return { KeyId: arnOf(key), CiphertextBlob: sealed.toString('base64'), ...algorithm };
}

function decrypt(keys: ReadonlyMap<string, Key>, body: string): object {
  const input = parse(decryptSchema, body);
  const wanted = input.KeyId === undefined ? undefined : findKey(keys, input.KeyId);
  const named = keyIdOf(input.CiphertextBlob);
  const key = [...keys.values()].find((each) => named?.equals(idBytes(each)));
  if (key === undefined) throw new Refusal('InvalidCiphertextException', '');
  if (wanted !== undefined && wanted.id !== key.id) {
    throw new Refusal('IncorrectKeyException', 'The key ID in the request does not identify a CMK.');
  }
  const plaintext = open(key.material, input.CiphertextBlob, input.EncryptionContext);
  if (plaintext === null) throw new Refusal('InvalidCiphertextException', '');
  return { KeyId: arnOf(key), Plaintext: plaintext.toString('base64'), ...algorithm };
}

function describe(keys: ReadonlyMap<string, Key>, body: string): object {
  const key = findKey(keys, parse(describeSchema, body).KeyId);
  return { KeyMetadata: { KeyId: key.id, Arn: arnOf(key), Enabled: true, KeyState: 'Enabled' } };
}

const algorithm = { EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };

/** A key by its alias, its id or its ARN. */
function findKey(keys: ReadonlyMap<string, Key>, given: string): Key {
  for (const [alias, key] of keys) {
    if ([`alias/${alias}`, key.id, arnOf(key)].includes(given)) return key;
  }
  throw new Refusal('NotFoundException', 'There is no such key.');
}

const arnOf = ({ id }: Key): string => `arn:aws:kms:us-east-1:000000000000:key/${id}`;

const idBytes = ({ id }: Key): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');

function parse<S extends v.GenericSchema>(schema: S, body: string): v.InferOutput<S> {
  const input = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), body);
  if (!input.success) throw new Refusal('ValidationException', v.summarize(input.issues));
  return input.output;
}

const reply = (status: number, body: object): StandInAnswer => ({
  status,
  headers: { 'content-type': contentType, 'x-amzn-requestid': randomUUID() },
  body: JSON.stringify(body),
});
