import { randomBytes } from 'node:crypto';

import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-secrets-manager';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as v from 'valibot';

const secretSchema = v.pipe(v.string(), v.parseJson(), v.object({ current: v.string() }));

/**
 * The current value of a secret. Where it isn't there, which is so only in a Secrets Manager that replaces ours, it is
 * made with the value, or with 256 random bits.
 */
export async function ensureSecret(
  client: SecretsManagerClient,
  name: string,
  value?: string,
): Promise<string> {
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: name }));
    return v.parse(secretSchema, SecretString).current;
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    const current = value ?? randomBytes(32).toString('base64url');
    await client.send(new CreateSecretCommand({ Name: name, SecretString: JSON.stringify({ current }) }));
    return current;
  }
}
