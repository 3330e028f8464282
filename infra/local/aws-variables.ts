import { endpointVariables, partNames, replacementOf } from './names.ts';
import type { PartName, Variables } from './names.ts';

/**
 * The variables that lead the AWS SDK to this machine. Where every part is ours, credentials and profiles of the
 * person's own are set aside, so that nothing can reach a real account or fail on an expired login; where a part is
 * replaced, they are left for it.
 *
 * @returns the value of each variable, undefined for those to unset
 */
export function awsVariables(
  endpoints: Readonly<Partial<Record<PartName, string>>>,
  variables: Variables,
): Record<string, string | undefined> {
  const isReplaced = partNames.some((part) => replacementOf(part, variables) !== undefined);
  const hasLogin = ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_WEB_IDENTITY_TOKEN_FILE'].some(
    (name) => variables[name] !== undefined,
  );
  return {
    ...endpointVariablesOf(endpoints),
    AWS_REGION: variables['AWS_REGION'] ?? variables['AWS_DEFAULT_REGION'] ?? 'us-east-1',
    // It would have the SDK pass over the variables above, to the real services.
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: undefined,
    ...(isReplaced && hasLogin
      ? {}
      : {
          AWS_ACCESS_KEY_ID: 'local',
          AWS_SECRET_ACCESS_KEY: 'local',
          AWS_SESSION_TOKEN: undefined,
          AWS_PROFILE: undefined,
        }),
  };
}

function endpointVariablesOf(endpoints: Readonly<Partial<Record<PartName, string>>>): Record<string, string> {
  const values: Record<string, string> = {};
  for (const part of partNames) {
    const endpoint = endpoints[part];
    if (endpoint !== undefined) values[endpointVariables[part]] = endpoint;
  }
  return values;
}

/** Sets or unsets variables of this process. */
export function applyVariables(values: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
}
