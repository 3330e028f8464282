import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

const root = join(import.meta.dirname, '../../..');
const stage = 'local-aws';
const outputsSchema = v.record(v.string(), v.record(v.string(), v.string()));

/** What an emulator takes for an account. */
const account = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: 'us-east-1',
  CDK_DEFAULT_ACCOUNT: '000000000000',
  CDK_DEFAULT_REGION: 'us-east-1',
};

export interface CdkSettings {
  readonly endpoint: string;
  /** Where assemblies and outputs are written. */
  readonly folder: string;
  /** Where the functions find Cognito; the emulator's own checks no factor. */
  readonly cognitoEndpoint: string;
  /** Where durable executions are kept; the emulator keeps none. */
  readonly lambdaEndpoint: string;
}

/** The CDK's own command line, against an emulator. */
export function cdk({ endpoint, folder, cognitoEndpoint, lambdaEndpoint }: CdkSettings) {
  const assembly = join(folder, 'assembly');
  const outputsFile = join(folder, 'outputs.json');

  const run = async (cwd: string, ...args: string[]): Promise<string> => {
    const child = spawn('cdk', args, {
      cwd,
      env: {
        ...process.env,
        ...account,
        AWS_ENDPOINT_URL: endpoint,
        AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognitoEndpoint,
        AWS_ENDPOINT_URL_LAMBDA: lambdaEndpoint,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => (output += data.toString()));
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`cdk ${args.join(' ')} ended with ${String(code)}:\n${output}`);
    return output;
  };

  return {
    /** Synthesises to a folder of its own: bootstrapping would overwrite cdk.out. */
    synth: () => run(root, 'synth', '--quiet', '-c', `stage=${stage}`, '-o', assembly),
    bootstrap: () => run(folder, 'bootstrap', `aws://${account.CDK_DEFAULT_ACCOUNT}/${account.AWS_REGION}`),
    /** Deploys what was synthesised; gives the command's output. */
    deploy: () =>
      run(
        folder,
        'deploy',
        '--all',
        '--app',
        assembly,
        '--require-approval',
        'never',
        '--outputs-file',
        outputsFile,
      ),
    destroy: () => run(folder, 'destroy', '--all', '--app', assembly, '--force'),
    /** The outputs of all stacks by their short names. */
    outputs: () =>
      Object.assign(
        {},
        ...Object.values(v.parse(outputsSchema, JSON.parse(readFileSync(outputsFile, 'utf8')))),
      ) as Record<string, string>,
    account,
  };
}
