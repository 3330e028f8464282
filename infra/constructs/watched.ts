import { CfnFunction, Function } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';

/** All constructs of a class below another, in the order in which they were made. */
export function all<T extends IConstruct>(
  scope: IConstruct,
  type: abstract new (...args: never[]) => T,
): T[] {
  return scope.node.findAll().filter((construct): construct is T => construct instanceof type);
}

/** `Mail/DeadLetters` in its stack is `mail-dead-letters`: what operators read. */
export function nameIn(stack: IConstruct, construct: IConstruct): string {
  return construct.node.path
    .slice(stack.node.path.length + 1)
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll('/', '-')
    .toLowerCase();
}

/** The functions of a stack, by their names in functions/handlers. */
export function watchedFunctions(stack: IConstruct): ReadonlyMap<string, Function> {
  return new Map(all(stack, Function).map((fn) => [fn.node.scope?.node.id ?? fn.node.id, fn]));
}

/** The queues of a stack, dead-letter queues among them. */
export function watchedQueues(stack: IConstruct): ReadonlyMap<string, Queue> {
  return new Map(all(stack, Queue).map((queue) => [nameIn(stack, queue), queue]));
}

/** Whether a function runs durable executions. */
export function isDurable(fn: Function): boolean {
  const resource = fn.node.defaultChild;
  return resource instanceof CfnFunction && resource.durableConfig !== undefined;
}
