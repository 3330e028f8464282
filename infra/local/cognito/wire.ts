import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { CognitoError, type ErrorName } from './errors.ts';
import { operations } from './operations.ts';
import type { Pool } from './pool.ts';

const target = 'AWSCognitoIdentityProviderService.';
const contentType = 'application/x-amz-json-1.1';
const longestBody = 1024 * 1024;

interface Answer {
  readonly status: number;
  readonly body: object;
}

/** Runs the operation that a request names. Whatever happens becomes an answer in Cognito's form. */
export async function answer(pool: Pool, request: IncomingMessage): Promise<Answer> {
  try {
    const operation = findOperation(request);
    const body = await readBody(request);
    return { status: 200, body: await operation.run(pool, body) };
  } catch (error) {
    if (error instanceof CognitoError) return refusal(400, error.type, error.message);
    console.error('The local Cognito failed:', error);
    return refusal(500, 'InternalErrorException', 'Internal error');
  }
}

export function refusal(status: number, type: ErrorName, message: string): Answer {
  return { status, body: { __type: type, message } };
}

function findOperation({ method, headers }: IncomingMessage) {
  const name = headers['x-amz-target'];
  const operation =
    method === 'POST' && typeof name === 'string' && name.startsWith(target)
      ? operations.get(name.slice(target.length))
      : undefined;
  if (!operation)
    throw new CognitoError('UnknownOperationException', 'The local Cognito has no such operation.');
  if (headers['content-type'] !== contentType) {
    throw new CognitoError('SerializationException', `The content type must be ${contentType}.`);
  }
  if (operation.signed && !isSigned(headers.authorization)) {
    throw new CognitoError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  return operation;
}

/** Signed for this service by anybody: there is no IAM here to check the signature against. */
const isSigned = (authorization: string | undefined) =>
  authorization !== undefined &&
  /^AWS4-HMAC-SHA256 Credential=[^,]+\/cognito-idp\/aws4_request,/.test(authorization);

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = '';
  try {
    request.setEncoding('utf8');
    for await (const chunk of request) {
      // Read to its end, however long, because the connection serves the next request.
      if (text.length <= longestBody) text += String(chunk);
    }
    return JSON.parse(text);
  } catch {
    throw new CognitoError('SerializationException', 'The body is not JSON, or too long.');
  }
}

export function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': contentType, 'x-amzn-requestid': randomUUID() });
  response.end(JSON.stringify(body));
}
