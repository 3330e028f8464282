import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  randomBytes,
  randomInt,
  type KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';

import type { PoolSettings } from './settings.ts';
import type { State } from './state.ts';

/** What every operation works on. */
export interface Pool {
  readonly settings: PoolSettings;
  readonly state: State;
  readonly now: () => Date;
  /** scrypt's N for new passwords. */
  readonly scryptCost: number;
  readonly issuer: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

interface PoolOptions {
  readonly settings: PoolSettings;
  readonly state: State;
  readonly now: () => Date;
  readonly scryptCost: number;
}

/** Puts a pool together from its state; its issuer is spelled as AWS's, so that tokens survive a change of port. */
export function openPool(options: PoolOptions): Pool {
  const [region] = options.state.userPoolId.split('_');
  const privateKey = createPrivateKey(options.state.signingKey);
  return {
    ...options,
    issuer: `https://cognito-idp.${region ?? ''}.amazonaws.com/${options.state.userPoolId}`,
    privateKey,
    publicKey: createPublicKey(privateKey),
  };
}

/** A new, empty pool, with identifiers of the shape and length that AWS gives. */
export async function newState(): Promise<State> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return {
    userPoolId: `us-east-1_${randomText(9)}`,
    clientId: randomText(26).toLowerCase(),
    clientSecret: randomText(51).toLowerCase(),
    signingKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    users: [],
    families: [],
    challenges: [],
    strangersFailures: 0,
  };
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function randomText(length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}

/** `count` random bytes in base64url. */
export function randomToken(count: number): string {
  return randomBytes(count).toString('base64url');
}
