import { HttpMethod, HttpRoute, HttpRouteKey, type HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { contracts } from '#functions/handlers/contracts.ts';
import { acknowledge } from './acknowledge.ts';

/**
 * One route for each operation of the contracts, to the function that its contract names, and no other: what no
 * contract describes never reaches our code. Throws where a contract names a function that isn't there.
 */
export class ApiRoutes extends Construct {
  constructor(
    scope: Construct,
    id: string,
    httpApi: HttpApi,
    functions: Readonly<Partial<Record<string, IFunction>>>,
  ) {
    super(scope, id);
    const integrations = new Map<string, HttpLambdaIntegration>();
    for (const contract of contracts) {
      const handler = functions[contract.function];
      if (handler === undefined)
        throw new Error(`${contract.id}: there is no function "${contract.function}"`);
      const integration =
        integrations.get(contract.function) ??
        // One permission for the whole API: a permission for each route would outgrow the function's policy.
        new HttpLambdaIntegration(contract.function, handler, { scopePermissionToRoute: false });
      integrations.set(contract.function, integration);
      const route = new HttpRoute(this, contract.id, {
        httpApi,
        routeKey: HttpRouteKey.with(contract.path, HttpMethod[contract.method]),
        integration,
      });
      acknowledge(route, {
        'AwsSolutions-APIG4':
          "Sessions are checked in the handler's own chain; an authorizer's cache would outlive a revocation.",
      });
    }
  }
}
