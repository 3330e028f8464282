import { CfnElement, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import * as v from 'valibot';

/** How the template of a construct's own stack names its resource, as findings of cdk-nag do. */
export function logicalId(construct: IConstruct): string {
  const { defaultChild } = construct.node;
  if (!CfnElement.isCfnElement(defaultChild)) throw new Error(`${construct.node.path} is no single resource`);
  return Stack.of(construct).getLogicalId(defaultChild);
}

const importSchema = v.object({ 'Fn::ImportValue': v.string() });

/** How the templates of other stacks name an attribute of this one's: by its export, which this makes. */
export function exportName(stack: Stack, attribute: string): string {
  return v.parse(importSchema, stack.resolve(stack.exportValue(attribute)))['Fn::ImportValue'];
}

/**
 * A name for what an account has once, whatever the Region: CloudFront's policies, dashboards. With the Region in it, a stage
 * can be deployed in a second one while the first is lost.
 */
export function accountWideName(scope: IConstruct, id: string): string {
  const { stackName, region } = Stack.of(scope);
  return `${stackName}-${id}-${region}`;
}
