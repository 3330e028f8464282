import * as v from 'valibot';

import type { ApiFunction } from '#functions/shared/contract.ts';
import { contracts } from '#functions/handlers/contracts.ts';

import type { ApiHandler } from './gateway/invoke.ts';

type AnyHandler = (...args: unknown[]) => Promise<unknown>;

const moduleSchema = v.object({ handler: v.function() });

/**
 * Loads the handlers that are deployed: those that answer requests, which the contracts name, and those behind the
 * stream, the queues and the schedule. They read the environment when they are loaded, so it has to be set before.
 * One after the other: they share most of what they load.
 */
export async function loadFunctions() {
  return {
    api: await loadApi(),
    outbox: await load('outbox'),
    mailer: await load('mailer'),
    feedback: await load('feedback'),
    expand: await load('expand'),
    deliver: await load('deliver'),
    sweep: await load('sweep'),
    erasure: await load('erasure'),
    ownerAnswers: await load('answers'),
    exporter: await load('exporter'),
    chain: await load('chain'),
    // No Lambda function: it makes records for whoever tries the stack.
    sampleRecords: await load('sample-records'),
  };
}

async function loadApi(): Promise<ReadonlyMap<ApiFunction, ApiHandler>> {
  const names = new Set(contracts.map((contract) => contract.function));
  const loaded = await Promise.all([...names].map(async (name) => [name, await load(name)] as const));
  return new Map<ApiFunction, ApiHandler>(loaded);
}

async function load(name: string): Promise<AnyHandler> {
  const file = new URL(`../../functions/handlers/${name}.ts`, import.meta.url);
  const loaded: unknown = await import(file.href);
  const { handler } = v.parse(moduleSchema, loaded);
  return async (...args) => await handler(...args);
}
