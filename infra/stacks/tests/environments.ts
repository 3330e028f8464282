import type { Template } from 'aws-cdk-lib/assertions';
import { functionNames, type FunctionName } from '../../bundle.ts';
import { readable, resources } from './synthesized.ts';

/**
 * What a deploy writes into the environment of each function, and what Lambda adds: names that only a deploy knows are
 * words of the template, so that a function starts with them and reaches nothing.
 */
export function environmentsOf(api: Template): ReadonlyMap<FunctionName, Record<string, string>> {
  const functions = resources(api, 'AWS::Lambda::Function');
  return new Map(
    functionNames.map((name) => {
      const found = functions.find(([id]) => id.startsWith(`Functions${name}Function`));
      const variables: Record<string, unknown> = found?.[1].Properties['Environment']?.Variables ?? {};
      const written = Object.entries(variables).map(([key, value]) => [key, readable(value)]);
      return [name, { AWS_REGION: 'eu-central-1', ...Object.fromEntries(written) }];
    }),
  );
}
