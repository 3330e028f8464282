import { expect, test, vi } from 'vitest';
import { defaultProvider } from './credentials.ts';

test('credentials are those of the environment, read at each call', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_SESSION_TOKEN', 'token');
  const provide = defaultProvider();
  expect(await provide()).toEqual({
    accessKeyId: 'AKIAEXAMPLE',
    secretAccessKey: 'secret',
    sessionToken: 'token',
  });
  vi.stubEnv('AWS_SESSION_TOKEN', undefined);
  expect(await provide()).toEqual({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' });
});

test('an environment without credentials is said to have none', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
  await expect(defaultProvider()()).rejects.toThrow('The environment has no AWS credentials');
});
