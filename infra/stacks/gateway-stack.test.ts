import { describe, expect, test } from 'vitest';
import { only, resources, stageApp, templates } from './tests/synthesized.ts';

const { gateway } = templates(stageApp('prod').stacks);
const stage = only(gateway, 'AWS::ApiGatewayV2::Stage').Properties;

describe('the HTTP API', () => {
  test('has no route, no CORS and no authorizer that could cache a revoked session', () => {
    expect(only(gateway, 'AWS::ApiGatewayV2::Api').Properties).not.toHaveProperty('CorsConfiguration');
    expect(resources(gateway, 'AWS::ApiGatewayV2::Route')).toEqual([]);
    expect(resources(gateway, 'AWS::ApiGatewayV2::Authorizer')).toEqual([]);
  });

  test("is limited to the stage's requests a second", () => {
    expect(stage['DefaultRouteSettings']).toEqual({ ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000 });
  });

  test('logs route and outcome: no path, query, header, address or body', () => {
    expect(Object.values(JSON.parse(stage['AccessLogSettings'].Format))).toEqual([
      '$context.requestId',
      '$context.requestTime',
      '$context.routeKey',
      '$context.status',
      '$context.responseLatency',
      '$context.integrationLatency',
      '$context.responseLength',
      '$context.integrationErrorMessage',
    ]);
    expect(only(gateway, 'AWS::Logs::LogGroup').Properties['RetentionInDays']).toBe(365);
  });
});
