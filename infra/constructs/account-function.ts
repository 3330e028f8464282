import { AssetHashType, DockerImage, type Duration, RemovalPolicy, type Size } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  type DurableConfig,
  Function,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { dirname } from 'node:path';
import { bundle, entryOf, type FunctionName } from '../bundle.ts';
import type { Stage } from '../config.ts';
import { acknowledge } from './acknowledge.ts';
import { houseLog } from './house-log.ts';
import { memory } from './memory.ts';

export interface AccountFunctionProps {
  readonly name: FunctionName;
  readonly description: string;
  /** Exactly what `functions/shared/environment.ts` knows; names of secrets, never secrets. */
  readonly environment: Readonly<Record<string, string>>;
  /** All that it may do, besides writing its log and its traces. */
  readonly grants: readonly PolicyStatement[];
  /** Why a grant names more than one resource, by the finding that cdk-nag has for it. */
  readonly wildcards?: Readonly<Record<string, string>>;
  readonly timeout: Duration;
  /** Makes its runs durable executions, which go on after any kill and may wait for days. */
  readonly durable?: DurableConfig;
  /** Of the folder for temporary files; Lambda's own 512 MB without it. */
  readonly storage?: Size;
  readonly logDays: Stage['logDays'];
}

/**
 * One Lambda function with the house's defaults: Node 24 on arm64, one bundled module with the SDK in it, a log
 * group of its own with an end, and a role of its own that names every action and resource.
 */
export class AccountFunction extends Construct {
  readonly function: Function;

  constructor(scope: Construct, id: string, props: AccountFunctionProps) {
    super(scope, id);
    const logGroup = houseLog(this, 'Log', props.logDays);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    for (const grant of props.grants) role.addToPolicy(grant);

    this.function = new Function(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: bundledCode(entryOf(props.name)),
      handler: 'index.handler',
      environment: { ...props.environment },
      timeout: props.timeout,
      memorySize: memory[props.name],
      ...(props.storage && { ephemeralStorageSize: props.storage }),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      ...(props.durable && {
        durableConfig: props.durable,
        // An execution goes on with the version that it began with, so versions outlive the next deploy.
        currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
      }),
    });
    acknowledge(role, {
      'AwsSolutions-IAM5[Resource::*]':
        'PutTraceSegments and PutTelemetryRecords of X-Ray take no other resource.',
      ...props.wildcards,
    });
  }
}

/** The bundle as an asset, known by its content: the same sources deploy nothing anew. */
function bundledCode(entry: string): Code {
  return Code.fromAsset(dirname(entry), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never used: tryBundle either succeeds or throws. The field is required.
      image: DockerImage.fromRegistry('scratch'),
      // Never run either, but the library tells bundles of one folder apart by it.
      command: [entry],
      local: {
        tryBundle(folder) {
          bundle(entry, folder);
          return true;
        },
      },
    },
  });
}
