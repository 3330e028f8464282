import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as v from 'valibot';
import { minutes, type Now } from '../clock.ts';
import { clientSettings } from './client-settings.ts';

const secretSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ current: v.pipe(v.string(), v.minLength(16)), previous: v.optional(v.string(), '') }),
);

/** Reads the valid values of a secret, the current one first. */
export type ReadSecret = () => Promise<readonly [string, ...string[]]>;

/**
 * Reads one secret from Secrets Manager and keeps it for five minutes, so that a rotation reaches running
 * functions; while one is under way both the current and the previous value are in it. A failed refresh
 * keeps the values already read.
 */
export function cachedSecret(id: string, client: SecretsManagerClient, now: Now): ReadSecret {
  let held: { values: readonly [string, ...string[]]; until: number } | undefined;
  let reading: Promise<readonly [string, ...string[]]> | undefined;

  const read = async (): Promise<readonly [string, ...string[]]> => {
    const answer = await client.send(new GetSecretValueCommand({ SecretId: id }));
    const { current, previous } = v.parse(secretSchema, answer.SecretString);
    const values = previous === '' ? ([current] as const) : ([current, previous] as const);
    held = { values, until: now().getTime() + 5 * minutes };
    return values;
  };

  return async () => {
    if (held !== undefined && now().getTime() < held.until) return held.values;
    reading ??= read().finally(() => {
      reading = undefined;
    });
    try {
      return await reading;
    } catch (error) {
      if (held !== undefined) return held.values;
      throw error;
    }
  };
}

/** Opens Secrets Manager with the house's bounds. */
export function openSecrets(): SecretsManagerClient {
  return new SecretsManagerClient(clientSettings());
}
