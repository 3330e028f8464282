import type { IncomingHttpHeaders } from 'node:http';

import type { APIGatewayProxyEventV2 } from 'aws-lambda';

import type { RouteMatch } from './routes.ts';
import { cookiesOf, forwardedHeaders } from './viewer.ts';
import type { Viewer } from './viewer.ts';

/** A request as it came, read to its end. */
export interface Arrival {
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly viewer: Viewer;
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The host that a function sees: that of the API behind the edge, never the viewer's. */
const host = 'latchkey.execute-api.us-east-1.amazonaws.com';
/** API Gateway sees an edge server of CloudFront as its caller. */
const edgeAddress = '130.176.0.1';

/** The payload 2.0 event that API Gateway would hand to the function. */
export function toEvent(arrival: Arrival, route: RouteMatch, originSecret: string): APIGatewayProxyEventV2 {
  const { method, path, query, body } = arrival;
  const headers = forwardedHeaders(arrival.headers, arrival.viewer, { host, originSecret });
  const cookies = cookiesOf(arrival.headers);
  const parameters = new URLSearchParams(query);
  return {
    version: '2.0',
    routeKey: route.routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookies.length > 0 ? { cookies } : {}),
    headers,
    ...(query === ''
      ? {}
      : {
          queryStringParameters: Object.fromEntries(
            [...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name).join(',')]),
          ),
        }),
    ...(Object.keys(route.pathParameters).length > 0 ? { pathParameters: route.pathParameters } : {}),
    requestContext: {
      accountId: '000000000000',
      apiId: 'latchkey',
      domainName: host,
      domainPrefix: 'latchkey',
      http: {
        method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: edgeAddress,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: arrival.requestId,
      routeKey: route.routeKey,
      stage: '$default',
      time: new Date(arrival.at).toISOString(),
      timeEpoch: arrival.at,
    },
    ...(body.length > 0 ? bodyOf(body, arrival.headers) : { isBase64Encoded: false }),
  };
}

/** API Gateway passes on as text what is declared as text, and everything else in base64. */
function bodyOf(body: Buffer, headers: IncomingHttpHeaders): { body: string; isBase64Encoded: boolean } {
  const type = (headers['content-type'] ?? '').split(';', 1).join('').trim().toLowerCase();
  const isText =
    headers['content-encoding'] === undefined &&
    /^(?:text\/.+|application\/(?:json|javascript|xml))$/.test(type);
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}
