import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';

import { functionNames } from '#infra/bundle.ts';
import type { EmulatorSettings } from './emulator.ts';

/** The names that AWS gave to the resources of a type in a stack, by their logical ids. */
export async function resourcesOf(
  settings: EmulatorSettings,
  stack: string,
  type: string,
): Promise<Map<string, string>> {
  const client = new CloudFormationClient(settings);
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName: stack }));
  return new Map(
    StackResources.filter(({ ResourceType }) => ResourceType === type).map(
      ({ LogicalResourceId = '', PhysicalResourceId = '' }) => [LogicalResourceId, PhysicalResourceId],
    ),
  );
}

/** The functions of the deployed stage, by the names of their bundles. */
export async function deployedFunctions(settings: EmulatorSettings): Promise<Map<string, string>> {
  const deployed = await resourcesOf(settings, 'latchkey-local-aws-api', 'AWS::Lambda::Function');
  return new Map(
    functionNames.flatMap((name) => {
      const found = [...deployed].find(([id]) => id.startsWith(`Functions${name}Function`));
      return found === undefined ? [] : [[name, found[1]] as const];
    }),
  );
}
