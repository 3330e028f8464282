import { routeKey } from '#functions/shared/contract.ts';
import type { ApiFunction, OperationContract } from '#functions/shared/contract.ts';

/** The operation that a request is for, as API Gateway's router finds it. */
export interface RouteMatch {
  readonly routeKey: string;
  readonly function: ApiFunction;
  readonly pathParameters: Readonly<Record<string, string>>;
}

export type Router = (method: string, path: string) => RouteMatch | undefined;

/** Makes the router of these contracts. A literal segment wins over a parameter: `/a/b` before `/a/{id}`. */
export function createRouter(contracts: readonly OperationContract[]): Router {
  const routes = contracts
    .map((contract) => ({ contract, segments: contract.path.split('/') }))
    .sort((one, other) => parameterCount(one.segments) - parameterCount(other.segments));

  return (method, path) => {
    const given = path.split('/');
    for (const { contract, segments } of routes) {
      if (contract.method !== method) continue;
      const pathParameters = match(segments, given);
      if (pathParameters)
        return { routeKey: routeKey(contract), function: contract.function, pathParameters };
    }
    return undefined;
  };
}

const parameterName = (segment: string): string | undefined => /^\{(.+)\}$/.exec(segment)?.[1];

const parameterCount = (segments: readonly string[]): number =>
  segments.filter((segment) => parameterName(segment) !== undefined).length;

function match(segments: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  if (segments.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const value = given[index] ?? '';
    const name = parameterName(segment);
    if (name === undefined) {
      if (segment !== value) return undefined;
    } else {
      const decoded = decode(value);
      if (decoded === undefined || decoded === '') return undefined;
      parameters[name] = decoded;
    }
  }
  return parameters;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
