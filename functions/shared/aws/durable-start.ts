import { DurableExecutionAlreadyStartedException, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { clientSettings } from './client-settings.ts';

/** Starts an execution of a durable function under its name; one that was started before goes on as it is. */
export type DurableStart = (name: string, payload: string) => Promise<void>;

/** Starts executions of a durable function, by its qualified name or ARN. */
export function durableStarter(functionName: string): DurableStart {
  const client = new LambdaClient(clientSettings());
  return async (name, payload) => {
    try {
      await client.send(
        new InvokeCommand({
          FunctionName: functionName,
          InvocationType: 'Event',
          DurableExecutionName: name,
          Payload: payload,
        }),
      );
    } catch (error) {
      if (!(error instanceof DurableExecutionAlreadyStartedException)) throw error;
    }
  };
}
