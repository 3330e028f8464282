import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/**
 * An authenticator in software (ES256, no attestation) and the browser around it, for tests: it makes and uses passkeys
 * as WebAuthn Level 3 says, and can be told to do one thing wrong.
 */
export interface Wrong {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly userVerified?: boolean;
  readonly userHandle?: string;
  /** The signature counter; by default it is one more each time. */
  readonly counter?: number;
  /** Whose key signs. */
  readonly signedBy?: Passkey;
}

export interface Passkey {
  readonly id: string;
  readonly userHandle: string;
  readonly key: KeyObject;
  counter: number;
}

const hash = (data: string | Buffer) => createHash('sha256').update(data).digest();
const encoded = (data: string | Buffer) => Buffer.from(data).toString('base64url');

/** CBOR (RFC 8949) of what attestation objects hold: numbers up to 16 bits, text, bytes, maps. */
function cbor(value: number | string | Buffer | Map<number | string, unknown>): Buffer {
  const head = (major: number, n: number) =>
    n < 24
      ? Buffer.from([(major << 5) | n])
      : n < 256
        ? Buffer.from([(major << 5) | 24, n])
        : Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string')
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const pairs = [...value].flatMap(([key, item]) => [cbor(key), cbor(item as string)]);
  return Buffer.concat([head(5, value.size), ...pairs]);
}

function authenticatorData(rpId: string, counter: number, verified: boolean, attested?: Buffer): Buffer {
  const flags = 0x01 | (verified ? 0x04 : 0) | (attested === undefined ? 0 : 0x40);
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  return Buffer.concat([hash(rpId), Buffer.from([flags]), count, attested ?? Buffer.alloc(0)]);
}

const clientData = (type: string, challenge: string, origin: string) =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));

interface CreationOptions {
  readonly rp: { readonly id: string };
  readonly user: { readonly id: string };
  readonly challenge: string;
}
interface RequestOptions {
  readonly rpId: string;
  readonly challenge: string;
}

/** Makes a passkey as `navigator.credentials.create` does; gives it and its RegistrationResponseJSON. */
export function createPasskey(
  options: CreationOptions,
  wrong: Wrong = {},
  origin = `https://${options.rp.id}`,
) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(32);
  const cose = new Map<number, unknown>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, Buffer.from(x, 'base64url')],
    [-3, Buffer.from(y, 'base64url')],
  ]);
  const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cbor(cose)]);
  const rpId = wrong.rpId ?? options.rp.id;
  const authData = authenticatorData(rpId, 0, wrong.userVerified ?? true, attested);
  const attestation = new Map<string, unknown>([
    ['fmt', 'none'],
    ['attStmt', new Map()],
    ['authData', authData],
  ]);
  const passkey: Passkey = { id: encoded(id), userHandle: options.user.id, key: privateKey, counter: 0 };
  const data = clientData('webauthn.create', wrong.challenge ?? options.challenge, wrong.origin ?? origin);
  const credential = {
    id: passkey.id,
    rawId: passkey.id,
    type: 'public-key' as const,
    authenticatorAttachment: 'platform' as const,
    clientExtensionResults: {},
    response: {
      clientDataJSON: encoded(data),
      attestationObject: encoded(cbor(attestation)),
      transports: ['internal'],
    },
  };
  return { passkey, credential };
}

/** Signs in as `navigator.credentials.get` does; gives the AuthenticationResponseJSON. */
export function usePasskey(
  passkey: Passkey,
  options: RequestOptions,
  wrong: Wrong = {},
  origin = `https://${options.rpId}`,
) {
  passkey.counter = wrong.counter ?? passkey.counter + 1;
  const authData = authenticatorData(wrong.rpId ?? options.rpId, passkey.counter, wrong.userVerified ?? true);
  const data = clientData('webauthn.get', wrong.challenge ?? options.challenge, wrong.origin ?? origin);
  const key = (wrong.signedBy ?? passkey).key;
  return {
    id: passkey.id,
    rawId: passkey.id,
    type: 'public-key' as const,
    authenticatorAttachment: 'platform' as const,
    clientExtensionResults: {},
    response: {
      clientDataJSON: encoded(data),
      authenticatorData: encoded(authData),
      signature: encoded(sign('sha256', Buffer.concat([authData, hash(data)]), key)),
      userHandle: wrong.userHandle ?? passkey.userHandle,
    },
  };
}
