import * as v from 'valibot';

import type { ApiFunction } from '#functions/shared/contract.ts';
import { contracts } from '#functions/handlers/contracts.ts';

import type { ApiHandler } from './gateway/invoke.ts';

type AnyHandler = (...args: unknown[]) => Promise<unknown>;

/** The functions that answer requests, and those behind the stream, the queues and the schedule. */
export interface Functions {
  readonly api: ReadonlyMap<ApiFunction, ApiHandler>;
  readonly outbox: AnyHandler;
  readonly mailer: AnyHandler;
  readonly expand: AnyHandler;
  readonly deliver: AnyHandler;
  readonly feedback: AnyHandler;
  readonly sweep: AnyHandler;
  readonly erasure: AnyHandler;
  readonly ownerAnswers: AnyHandler;
  readonly exporter: AnyHandler;
  readonly chain: AnyHandler;
  /** No Lambda function: it makes records for whoever tries the stack. */
  readonly sampleRecords: AnyHandler;
}

const moduleSchema = v.object({ handler: v.function() });

/**
 * Loads the handlers that are deployed. They read the environment when they are loaded, so it has to be set before.
 * Those of the API are the ones that its contracts name.
 */
export async function loadFunctions(): Promise<Functions> {
  const [
    api,
    outbox,
    mailer,
    feedback,
    expand,
    deliver,
    sweep,
    erasure,
    ownerAnswers,
    exporter,
    chain,
    sampleRecords,
  ] = await Promise.all([
    loadApi(),
    load('outbox'),
    load('mailer'),
    load('feedback'),
    load('expand'),
    load('deliver'),
    load('sweep'),
    load('erasure'),
    load('answers'),
    load('exporter'),
    load('chain'),
    load('sample-records'),
  ]);
  return {
    api,
    outbox,
    mailer,
    feedback,
    expand,
    deliver,
    sweep,
    erasure,
    ownerAnswers,
    exporter,
    chain,
    sampleRecords,
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
