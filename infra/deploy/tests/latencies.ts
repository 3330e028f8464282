import {
  CloudFormationClient,
  CreateStackCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

import { deployedFunctions, resourcesOf } from './deployed-functions.ts';
import type { EmulatorSettings } from './emulator.ts';

/** Milliseconds of a function's first run, and of the middle one of some that follow. */
interface Latency {
  readonly name: string;
  readonly cold: number;
  readonly warm: number;
}

const warmRuns = 15;

/** What each function is run with: what it answers at once, past reading secrets or the table where that is possible. */
function payloadFor(name: string): unknown {
  if (name === 'outbox') return [];
  return {
    Records: [],
    version: '2.0',
    headers: {},
    rawPath: '/',
    requestContext: { http: {} },
    routeKey: '',
  };
}

const emptyTemplate = JSON.stringify({
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ],
        },
      },
    },
    Empty: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Code: { ZipFile: 'exports.handler = async () => null;' },
      },
    },
  },
});

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/**
 * Runs every deployed function and an empty one that is deployed beside them, cold and then warm. On a shared machine only
 * the ratios to the empty one say something.
 */
export async function measureLatencies(settings: EmulatorSettings): Promise<Latency[]> {
  const [cloudFormation, lambda] = [new CloudFormationClient(settings), new LambdaClient(settings)];
  const StackName = 'latchkey-empty-function';
  await cloudFormation.send(
    new CreateStackCommand({ StackName, TemplateBody: emptyTemplate, Capabilities: ['CAPABILITY_IAM'] }),
  );
  await waitUntilStackCreateComplete({ client: cloudFormation, maxWaitTime: 60 }, { StackName });
  const empty = (await resourcesOf(settings, StackName, 'AWS::Lambda::Function')).get('Empty') ?? '';
  const deployed = await deployedFunctions(settings);

  const latencies: Latency[] = [];
  for (const [name, FunctionName] of [['empty', empty] as const, ...deployed]) {
    const run = () =>
      timed(() =>
        lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(payloadFor(name)) })),
      );
    const cold = await run();
    const warm: number[] = [];
    for (let count = 0; count < warmRuns; count += 1) warm.push(await run());
    latencies.push({
      name,
      cold,
      warm: warm.toSorted((a, b) => a - b)[Math.floor(warmRuns / 2)] ?? Number.NaN,
    });
  }
  return latencies;
}
