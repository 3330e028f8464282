import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

import { startDurable } from '#infra/local/durable/start-durable.ts';
import { deployedFunctions } from './deployed-functions.ts';
import type { EmulatorSettings } from './emulator.ts';

const clock = { now: () => Date.now(), advance: () => undefined, onAdvance: () => () => undefined };

/**
 * Plays Lambda's durable executions, by the local stack's runner: the emulator runs durable functions of CloudFormation as if
 * they were others. The deployed sweep starts an erasure here, and the deployed function does it in the emulator, with the
 * rights, settings and code of the deploy; names, checkpoints and waits are kept here. Give its endpoint to the deploy, then
 * `attach` it to what was deployed.
 */
export async function startDurableService(settings: EmulatorSettings, folder: string) {
  const service = await startDurable({ stateDir: folder, clock });
  const lambda = new LambdaClient({ ...settings, maxAttempts: 1 });

  const invoke = async (FunctionName: string, event: unknown): Promise<unknown> => {
    const { Payload, FunctionError } = await lambda.send(
      new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
    );
    const answer = Buffer.from(Payload ?? []).toString('utf8');
    if (FunctionError !== undefined) throw new Error(`${FunctionName} failed: ${answer}`);
    return JSON.parse(answer);
  };

  return {
    endpoint: service.endpoint,
    /** Runs the deployed sweep, which a schedule runs every minute. */
    runSweep: async () => invoke((await deployedFunctions(settings)).get('sweep') ?? '', {}),
    /** Names the deployed function that erasures are done by, as the sweep knows it. */
    attach: async () => {
      const FunctionName = (await deployedFunctions(settings)).get('sweep');
      const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      const erasure = Environment?.Variables?.['ERASURE_FUNCTION'] ?? '';
      service.attach(new Map([[erasure, (event: unknown) => invoke(erasure, event)]]));
    },
    close: () => service.close(),
  };
}
