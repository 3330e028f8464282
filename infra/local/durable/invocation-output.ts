import * as v from 'valibot';

const outputSchema = v.object({ Status: v.picklist(['SUCCEEDED', 'FAILED', 'PENDING']) });

/** What an invocation of a durable function ended with; `THREW` is no answer of the SDK's but a crash. */
export interface InvocationOutput {
  readonly Status: v.InferOutput<typeof outputSchema>['Status'] | 'THREW';
}

/** Reads the answer of a durable function; throws when it is none. */
export function parseOutput(output: unknown): InvocationOutput {
  return v.parse(outputSchema, output);
}
