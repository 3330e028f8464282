import { CfnOutput, type Stack } from 'aws-cdk-lib';

/** What a person or a command needs to find the parts of a stage: printed by a deploy, kept with the stack. */
export function outputs(stack: Stack, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) new CfnOutput(stack, name, { value });
}
