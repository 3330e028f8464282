import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { installMinistack, type Installed } from './install-ministack.ts';

export type Found =
  | { readonly kind: 'endpoint'; readonly endpoint: string }
  | { readonly kind: 'localstack'; readonly command: string }
  | ({ readonly kind: 'ministack' } & Installed);

type Variables = Readonly<Record<string, string | undefined>>;

/** A command on the PATH, or null. */
function onPath(command: string, { PATH = '' }: Variables): string | null {
  const files = PATH.split(delimiter).map((folder) => join(folder, command));
  return files.find((file) => existsSync(file)) ?? null;
}

/**
 * Finds what to deploy into: `AWS_ENDPOINT_URL`, else `localstack` or `ministack` on the PATH, else ministack from PyPI, for
 * this project alone, below `folder`. Throws one sentence that says what is missing.
 */
export async function findEmulator(
  variables: Variables,
  folder: string,
  install: (folder: string, variables: Variables) => Promise<Installed> = installMinistack,
): Promise<Found> {
  const endpoint = variables['AWS_ENDPOINT_URL'];
  if (endpoint !== undefined && endpoint !== '') return { kind: 'endpoint', endpoint };
  const localstack = onPath('localstack', variables);
  if (localstack !== null) return { kind: 'localstack', command: localstack };
  const ministack = onPath('ministack', variables);
  if (ministack !== null) return { kind: 'ministack', command: ministack, variables: {} };
  return { kind: 'ministack', ...(await install(folder, variables)) };
}
