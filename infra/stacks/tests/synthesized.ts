import { App, type CfnElement, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnPolicy, CfnRole } from 'aws-cdk-lib/aws-iam';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readStage, stages, type StageSettings } from '../../config.ts';
import { latchkey } from '../../latchkey.ts';
import { siteHeaders } from '../../site-headers.ts';

/** A built site in small: what the stacks know of one. */
export const siteFolder = join(import.meta.dirname, 'site');

// The library's own check of whole templates takes seconds for each app; rules.test.ts has it on.
process.env['CDK_VALIDATION'] = 'false';

const { context } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../cdk.json'), 'utf8')) as {
  context: Record<string, unknown>;
};

export interface AppOptions {
  /** Builds the functions' bundles, too; takes a second for each. */
  readonly bundled?: true;
}

/** An app with the stacks of a stage, under cdk.json's flags. */
export function stageApp(
  name: keyof typeof stages,
  settings: Partial<StageSettings> = {},
  { bundled }: AppOptions = {},
) {
  const bundling = bundled ? {} : { 'aws:cdk:bundling-stacks': [] };
  const app = new App({ context: { ...context, ...bundling }, analyticsReporting: false });
  const stage = readStage(name, { [name]: { ...stages[name], ...settings } });
  const built = { folder: siteFolder, headers: siteHeaders(siteFolder) };
  const { site, edgeAlarms, ...stacks } = latchkey(app, stage, built);
  if (site === null || edgeAlarms === null) throw new Error(`Stage ${name} has no edge to test`);
  return { app, stacks: { ...stacks, site, edgeAlarms } };
}

/** The stacks' templates, by the stacks' names in code. */
export function templates(stacks: ReturnType<typeof stageApp>['stacks']) {
  return {
    data: Template.fromStack(stacks.data),
    identity: Template.fromStack(stacks.identity),
    email: Template.fromStack(stacks.email),
    gateway: Template.fromStack(stacks.gateway),
    site: Template.fromStack(stacks.site),
    api: Template.fromStack(stacks.api),
    observability: Template.fromStack(stacks.observability),
    edgeAlarms: Template.fromStack(stacks.edgeAlarms),
  };
}

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, any>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: string | readonly string[];
}

/** The resources of a type, with their logical ids. */
export function resources(template: Template, type: string): [string, Resource][] {
  return Object.entries(template.findResources(type)) as [string, Resource][];
}

/** The only resource of a type; fails when there are more, or none. */
export function only(template: Template, type: string): Resource {
  const found = resources(template, type);
  if (found.length !== 1) throw new Error(`${found.length} of ${type}`);
  return found[0]![1];
}

/** The resource of a type whose logical id begins so; fails when there are more, or none. */
export function named(template: Template, type: string, begin: string): Resource {
  const found = resources(template, type).filter(([id]) => unhashed(id) === begin);
  if (found.length !== 1) throw new Error(`${found.length} of ${type} called ${begin}`);
  return found[0]![1];
}

/** The statements of a resource or identity policy, lists made of single values. */
export function statements(document: any): any[] {
  return [document.Statement].flat();
}

/**
 * A value of a template as a person would write it: `Table.Arn/index/gsi1`. The hashes that the library appends to
 * names are left out, and a value of another stack is named as it is there.
 */
export function readable(value: any): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(readable).join(' ');
  const [intrinsic, argument] = Object.entries<any>(value)[0]!;
  switch (intrinsic) {
    case 'Ref':
      return argument.startsWith('AWS::') ? `<${argument.slice(5)}>` : unhashed(argument);
    case 'Fn::GetAtt':
      return `${unhashed(argument[0])}.${argument[1]}`;
    case 'Fn::Join':
      return argument[1].map(readable).join(argument[0]);
    case 'Fn::Sub':
      return argument.replaceAll(/\$\{AWS::(\w+)\}/g, '<$1>');
    case 'Fn::ImportValue':
      return imported(argument);
    case 'Fn::GetStackOutput':
      return published(argument.OutputName);
    default:
      throw new Error(`Not readable: ${JSON.stringify(value)}`);
  }
}

const unhashed = (logicalId: string) => logicalId.replace(/[0-9A-F]{8}$/, '');

/** `latchkey-prod-data:ExportsOutputFnGetAttTableCD117FA1ArnEC90F8B3` is `Table.Arn`. */
function imported(name: string): string {
  const match = /:ExportsOutput(Ref|FnGetAtt)(\w+?)[0-9A-F]{8}(\w*)[0-9A-F]{8}$/.exec(name);
  if (!match) throw new Error(`Not an export's name: ${name}`);
  return match[1] === 'Ref' ? match[2]! : `${match[2]!}.${match[3]!}`;
}

/** `PublishOutputFnGetAttMailQueueC8B8B9FBQueueName7A1B2C3D` is `MailQueue.QueueName`. */
function published(name: string): string {
  const match = /^PublishOutput(Ref|FnGetAtt)(\w+?)[0-9A-F]{8}(\w*)[0-9A-F]{8}$/.exec(name);
  if (!match) throw new Error(`Not an output's name: ${name}`);
  return match[1] === 'Ref' ? match[2]! : `${match[2]!}.${match[3]!}`;
}

/** Every allowed action of every role in an app, by the role's path: `action resource`, sorted. */
export function allowances(app: App): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  const add = (construct: CfnElement, document: unknown) => {
    const path = construct.node.path
      .replace(/^latchkey-\w+-/, '')
      .replace(/(\/DefaultPolicy)?\/Resource$/, '');
    for (const statement of statements(Stack.of(construct).resolve(document))) {
      if (statement.Effect !== 'Allow') throw new Error(`${path} denies something; say so here`);
      for (const action of [statement.Action].flat()) {
        for (const resource of [statement.Resource].flat()) {
          const condition = statement.Condition ? ` if ${JSON.stringify(statement.Condition)}` : '';
          (found[path] ??= []).push(`${action} ${readable(resource)}${condition}`);
        }
      }
    }
  };
  for (const construct of app.node.findAll()) {
    if (construct instanceof CfnPolicy) add(construct, construct.policyDocument);
    if (construct instanceof CfnRole) {
      const inline: { policyDocument: unknown }[] = Stack.of(construct).resolve(construct.policies) ?? [];
      for (const { policyDocument } of inline) add(construct, policyDocument);
    }
  }
  for (const lines of Object.values(found)) lines.sort();
  return found;
}
