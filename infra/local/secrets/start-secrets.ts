import { randomBytes, randomUUID } from 'node:crypto';

import * as v from 'valibot';

import { startStandInServer } from '../stand-in-server.ts';
import type { StandInAnswer, StandInRequest, StandInServer } from '../stand-in-server.ts';
import { readStateFile, writeStateFile } from '../state-file.ts';

export interface SecretsOptions {
  /** Where the generated values are kept. */
  readonly stateFile: string;
  /** Secrets whose value is made at the first start: 256 random bits. */
  readonly generated: readonly string[];
  /** Secrets whose value somebody else knows, by their names. */
  readonly given: Readonly<Record<string, string>>;
}

const target = 'secretsmanager.GetSecretValue';
const contentType = 'application/x-amz-json-1.1';
const createdSeconds = 1_767_225_600;

const keptSchema = v.record(v.string(), v.string());
const inputSchema = v.object({ SecretId: v.string() });

/** Starts the local stand-in for Secrets Manager: it answers GetSecretValue with `{"current": "…"}`. */
export async function startSecrets(options: SecretsOptions): Promise<StandInServer> {
  const kept = readStateFile(options.stateFile, keptSchema) ?? {};
  const generated = Object.fromEntries(
    options.generated.map((name) => [name, kept[name] ?? randomBytes(32).toString('base64url')]),
  );
  writeStateFile(options.stateFile, generated);
  const secrets = new Map(Object.entries({ ...generated, ...options.given }));

  return startStandInServer({
    longestBody: 64 * 1024,
    answer: (request) => Promise.resolve(answer(secrets, request)),
  });
}

function answer(secrets: ReadonlyMap<string, string>, { headers, body }: StandInRequest): StandInAnswer {
  if (headers['x-amz-target'] !== target)
    return refusal('UnknownOperationException', 'There is no such operation.');
  if (headers.authorization?.startsWith('AWS4-HMAC-SHA256 ') !== true) {
    return refusal('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  const input = v.safeParse(v.pipe(v.string(), v.parseJson(), inputSchema), body.toString());
  if (!input.success) return refusal('InvalidParameterException', 'SecretId is missing.');

  const name = input.output.SecretId;
  const value = secrets.get(name);
  if (value === undefined) {
    return refusal('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  }
  return reply(200, {
    ARN: `arn:aws:secretsmanager:us-east-1:000000000000:secret:${name}-local1`,
    Name: name,
    SecretString: JSON.stringify({ current: value }),
    VersionId: randomUUID(),
    VersionStages: ['AWSCURRENT'],
    CreatedDate: createdSeconds,
  });
}

const refusal = (type: string, message: string) => reply(400, { __type: type, message });

const reply = (status: number, body: object): StandInAnswer => ({
  status,
  headers: { 'content-type': contentType, 'x-amzn-requestid': randomUUID() },
  body: JSON.stringify(body),
});
