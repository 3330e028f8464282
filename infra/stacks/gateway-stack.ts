import { Fn, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { ApiDomain } from '../constructs/api-domain.ts';
import { houseLog } from '../constructs/house-log.ts';
import { outputs } from '../constructs/outputs.ts';

/** What an access log says of a request: no address, no query, no path (which may hold an id), no header. */
const accessLog = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  functionMilliseconds: '$context.integrationLatency',
  bytes: '$context.responseLength',
  fault: '$context.integrationErrorMessage',
};

/**
 * The HTTP API, still without routes. It is a stack of its own because two others need it in turn: the site's
 * distribution sends requests to it, and the functions behind it write the distribution's address into mails.
 */
export class GatewayStack extends Stack {
  readonly httpApi: HttpApi;
  /** The host name of the API, which only CloudFront talks to. */
  readonly host: string;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id, { description: `Latchkey ${stage.name}: HTTP API, limits and access log` });
    const { originMtls, hostedZone } = stage.domain ?? {};
    this.httpApi = new HttpApi(this, 'Api', {
      apiName: `latchkey-${stage.name}`,
      description: 'Answers to CloudFront only: every handler refuses a request without the origin secret',
      createDefaultStage: false,
      // Else whoever knows it goes around the certificates; the origin secret still refuses them.
      disableExecuteApiEndpoint: originMtls !== undefined,
    });
    const apiStage = new HttpStage(this, 'Default', {
      httpApi: this.httpApi,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: stage.requestsPerSecond, burstLimit: 2 * stage.requestsPerSecond },
      accessLogSettings: {
        destination: new LogGroupLogDestination(houseLog(this, 'AccessLog', stage.logDays)),
        format: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
    outputs(this, { ApiId: this.httpApi.apiId });
    if (originMtls !== undefined && hostedZone !== undefined) {
      new ApiDomain(this, 'Domain', { ...originMtls, httpApi: this.httpApi, apiStage, zone: hostedZone });
      this.host = originMtls.apiHost;
    } else {
      this.host = Fn.select(2, Fn.split('/', this.httpApi.apiEndpoint));
    }
  }
}
