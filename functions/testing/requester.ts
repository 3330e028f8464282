import type { Context } from 'aws-lambda';

import type { ApiEvent, ApiResponse } from '#functions/shared/chain/request-state.ts';
import { newId } from '#functions/shared/ids.ts';
import { cookieName } from '#functions/shared/session/session-cookie.ts';

export const originSecretValue = 'test origin secret';
export const earlierOriginSecretValue = 'earlier origin secret';

export interface TestRequest {
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly raw?: string;
  readonly bytes?: Buffer;
  /** What stands in the path's braces: `{ id: '…' }`. */
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly cookie?: string | undefined;
  /** All cookies as they arrive, instead of `cookie`. */
  readonly cookies?: string[];
  readonly ip?: string;
  /** Added to those that our edge and a browser send; `undefined` leaves one out. */
  readonly headers?: Record<string, string | undefined>;
}

export interface TestResponse {
  readonly status: number;
  readonly body: any;
  readonly headers: Record<string, unknown>;
  /** The session cookie that the answer sets; empty when it takes it away, undefined when it says nothing. */
  readonly cookie: string | undefined;
}

export type Handler = (event: ApiEvent, context: Context) => Promise<ApiResponse>;

function bodyOf({ bytes, raw, body }: TestRequest): string | undefined {
  return bytes?.toString('base64') ?? raw ?? (body === undefined ? undefined : JSON.stringify(body));
}

function cookiesOf({ cookie, cookies }: TestRequest): string[] | undefined {
  return cookies ?? (cookie === undefined ? undefined : [`${cookieName}=${cookie}`]);
}

/** The event that API Gateway makes of a request to a route (`PUT /api/user/profile`) through our edge. */
export function eventOf(route: string, options: TestRequest = {}): ApiEvent {
  const [method = '', path = ''] = route.split(' ');
  const body = bodyOf(options);
  const cookies = cookiesOf(options);
  const headers: Record<string, string | undefined> = {
    'x-latchkey-origin': originSecretValue,
    'cloudfront-viewer-address': `${options.ip ?? '203.0.113.7'}:44321`,
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0',
    'sec-fetch-site': 'same-origin',
    'content-type': 'application/json',
    ...options.headers,
  };
  return {
    version: '2.0',
    routeKey: route,
    rawPath: path,
    rawQueryString: '',
    headers: Object.fromEntries(
      Object.entries(headers).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value] as const],
      ),
    ),
    ...(cookies === undefined ? {} : { cookies }),
    ...(options.params === undefined ? {} : { pathParameters: options.params }),
    ...(options.query === undefined ? {} : { queryStringParameters: options.query }),
    requestContext: {
      accountId: '',
      apiId: '',
      domainName: '',
      domainPrefix: '',
      stage: '$default',
      time: '',
      timeEpoch: 0,
      requestId: newId(),
      routeKey: route,
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '198.51.100.1', userAgent: '' },
    },
    isBase64Encoded: options.bytes !== undefined,
    ...(body === undefined ? {} : { body }),
  };
}

function readBody({ body, headers }: ApiResponse): unknown {
  if (body === undefined) return undefined;
  return String(headers?.['content-type']).includes('json') ? JSON.parse(body) : body;
}

/** Sends requests to a handler as API Gateway does; gives answers as a client sees them. */
export function requester(handler: Handler) {
  return async (route: string, options: TestRequest = {}): Promise<TestResponse> => {
    const response = await handler(eventOf(route, options), { awsRequestId: newId() } as Context);
    const set = response.cookies?.find((cookie) => cookie.startsWith(cookieName));
    return {
      status: response.statusCode ?? 0,
      body: readBody(response),
      headers: response.headers ?? {},
      cookie: set === undefined ? undefined : set.slice(cookieName.length + 1).split(';')[0],
    };
  };
}
