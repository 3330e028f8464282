import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import * as v from 'valibot';
import { chainReasons, type OperationContract } from '#functions/shared/contract.ts';
import { fieldReasons, type Reason, reasonStatuses } from '#functions/shared/reasons.ts';

type Json = Record<string, unknown>;

const objectSchema = v.object({
  properties: v.optional(v.record(v.string(), v.unknown())),
  required: v.optional(v.array(v.string())),
});

// What only code can check (a phone number that exists) has no form in JSON Schema and is left out of it.
function schemaOf(schema: GenericSchema): Json {
  const { $schema: _, ...rest } = { ...toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input' }) };
  return rest;
}

function requestBody(contract: OperationContract): Json {
  const { body, binaryBody } = contract;
  if (body !== undefined) {
    return { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } } };
  }
  if (binaryBody === undefined) return {};
  const content = binaryBody.contentTypes.map(
    (type) => [type, { schema: { type: 'string', format: 'binary' } }] as const,
  );
  return { requestBody: { required: true, content: Object.fromEntries(content) } };
}

function parametersOf(contract: OperationContract): Json[] {
  const path = [...contract.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const { properties = {}, required = [] } = v.parse(
    objectSchema,
    contract.query === undefined ? {} : schemaOf(contract.query),
  );
  const query = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
  const header = (name: string, description: string) => ({
    name,
    in: 'header',
    description,
    schema: { type: 'string' },
  });
  return [
    ...path,
    ...query,
    ...(contract.conditional === true
      ? [header('If-Match', 'The ETag that was read: 412 when it has changed')]
      : []),
    ...(contract.idempotent === true
      ? [
          header(
            'Idempotency-Key',
            '16 to 128 characters: the same key and body get the same answer for 24 hours',
          ),
        ]
      : []),
  ];
}

/** Every answer an operation can give: its success, and one problem per status with the reasons that lead to it. */
function responsesOf(contract: OperationContract): Json {
  const { output, textOutput, status } = contract;
  const success =
    output === undefined
      ? {}
      : {
          content: {
            'application/json': { schema: schemaOf(output) },
            ...(textOutput === undefined ? {} : { [textOutput]: { schema: { type: 'string' } } }),
          },
        };
  const byStatus = new Map<number, Set<Reason>>();
  for (const reason of [...chainReasons(contract), ...contract.reasons]) {
    const reasons = byStatus.get(reasonStatuses[reason]) ?? new Set<Reason>();
    byStatus.set(reasonStatuses[reason], reasons.add(reason));
  }
  const problems = [...byStatus]
    .sort(([a], [b]) => a - b)
    .map(
      ([code, reasons]) =>
        [
          String(code),
          {
            description: [...reasons].join(', '),
            content: {
              'application/problem+json': {
                schema: {
                  allOf: [
                    { $ref: '#/components/schemas/Problem' },
                    { properties: { reason: { enum: [...reasons] } } },
                  ],
                },
              },
            },
          },
        ] as const,
    );
  return { [String(status)]: { description: contract.summary, ...success }, ...Object.fromEntries(problems) };
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'reason', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    reason: { type: 'string' },
    detail: { type: 'string' },
    requestId: { type: 'string' },
    address: { type: 'string', description: 'The client address that was seen, where it is why' },
    refusedBy: {
      type: 'object',
      description: 'Whose list that address is not on, with ip-not-allowed',
      required: ['list'],
      properties: {
        list: { enum: ['own', 'company'] },
        company: { type: 'string' },
        scope: { enum: ['all', 'sensitive'] },
      },
    },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'reason'],
        properties: { path: { type: 'string' }, reason: { enum: fieldReasons } },
      },
    },
    current: { type: 'object', description: 'The document as it stands, with changed-elsewhere' },
  },
} as const;

/** The OpenAPI 3.1 document of a list of contracts. */
export function openapiDocument(contracts: readonly OperationContract[], siteUrl: string): Json {
  const paths: Record<string, Json> = {};
  for (const contract of contracts) {
    const parameters = parametersOf(contract);
    paths[contract.path] = {
      ...paths[contract.path],
      [contract.method.toLowerCase()]: {
        operationId: contract.id,
        summary: contract.summary,
        ...(contract.access === 'public' ? { security: [] } : {}),
        ...(parameters.length === 0 ? {} : { parameters }),
        ...requestBody(contract),
        responses: responsesOf(contract),
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Latchkey', version: '1', description: 'Account settings.' },
    servers: [{ url: siteUrl }],
    security: [{ session: [] }],
    paths,
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-Http-latchkey' } },
    },
  };
}
