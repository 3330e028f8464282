import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { Stage } from '../config.ts';

const stacks = ['data', 'identity', 'email', 'gateway', 'site', 'api', 'observability'];

/** Reads the outputs of a stage's stacks; gives what answers with one by its name, or throws a sentence. */
export async function outputsOf(
  stage: Stage,
  client = new CloudFormationClient({}),
): Promise<(name: string) => string> {
  const outputs = new Map<string, string>();
  for (const name of stacks) {
    const { Stacks = [] } = await client.send(
      new DescribeStacksCommand({ StackName: `latchkey-${stage.name}-${name}` }),
    );
    for (const { OutputKey, OutputValue } of Stacks[0]?.Outputs ?? [])
      if (OutputKey !== undefined && OutputValue !== undefined) outputs.set(OutputKey, OutputValue);
  }
  return (name) => {
    const value = outputs.get(name);
    if (value === undefined)
      throw new Error(`No stack of ${stage.name} has an output "${name}": deploy it anew`);
    return value;
  };
}
