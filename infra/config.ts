import * as v from 'valibot';
import { whatToWrite } from './what-to-write.ts';

const address = v.pipe(v.string(), v.email());
const days = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(365));

const hostName = v.pipe(v.string(), v.regex(/^(?:[a-z0-9-]+\.)+[a-z]{2,}$/));
const certificateIn = (region: RegExp) =>
  v.pipe(
    v.string(),
    v.regex(new RegExp(`^arn:aws[a-z-]*:acm:${region.source}:\\d{12}:certificate/[\\w-]+$`)),
  );
/** CloudFront reads certificates from us-east-1 only. */
const edgeCertificate = certificateIn(/us-east-1/);

const originMtlsSchema = v.strictObject({
  /** The host of the API, which CloudFront alone talks to: `api.account.example.com`, in the domain's zone. */
  apiHost: hostName,
  /** Its certificate, in the Region of the stage. */
  apiCertificateArn: certificateIn(/[a-z0-9-]+/),
  /** What CloudFront proves itself with. */
  clientCertificateArn: edgeCertificate,
  /** The file that says whose certificates the API takes. */
  trustStore: v.strictObject({
    bucket: v.pipe(v.string(), v.regex(/^[a-z0-9.-]{3,63}$/)),
    key: v.pipe(v.string(), v.nonEmpty()),
  }),
});
export type OriginMtls = v.InferOutput<typeof originMtlsSchema>;

const domainSchema = v.pipe(
  v.strictObject({
    /** The host people see: `account.example.com`. */
    name: hostName,
    /** Without it, one is made and proven in the zone. */
    certificateArn: v.optional(edgeCertificate),
    /** The Route 53 zone that the records are written to; without it they are yours to write. */
    hostedZone: v.optional(
      v.strictObject({ id: v.pipe(v.string(), v.regex(/^Z[A-Z0-9]+$/)), name: hostName }),
    ),
    /** Has CloudFront and the API show each other certificates, beside the origin secret. */
    originMtls: v.optional(originMtlsSchema),
  }),
  v.forward(
    v.check(({ certificateArn, hostedZone }) => (certificateArn ?? hostedZone) !== undefined),
    ['certificateArn'],
  ),
  v.forward(
    v.check(({ originMtls, hostedZone }) => originMtls === undefined || hostedZone !== undefined),
    ['hostedZone'],
  ),
);

const stageSchema = v.strictObject({
  productName: v.pipe(v.string(), v.trim(), v.nonEmpty()),
  mailFrom: address,
  /** `domain` and `address` make SES verify it; `existing` where the account has verified it already. */
  mailIdentity: v.picklist(['domain', 'address', 'existing']),
  supportEmail: address,
  /** Who is told when something is wrong, and confirms once, by a mailed link, that they want to be. */
  alarmMail: address,
  emailChange: v.picklist(['self-service', 'support-only']),
  passwordComposition: v.boolean(),
  sessionAbsoluteDays: days,
  /** How many days the deletion of an account can be taken back. */
  deletionGraceDays: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(30)),
  /** How many days the archive keeps call logs of deleted accounts, pseudonymised and write-once. */
  archiveDays: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3653)),
  /** The product's own stores that are asked to erase, too (README, "Make your store a data owner"). */
  dataOwners: v.array(v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,60}$/))),
  /** `live`: a test of a provider's credentials calls that provider. `format`: it only looks at their form. */
  providerTests: v.picklist(['live', 'format']),
  /** The `source` of those who may ask for notifications on the bus. */
  notificationSources: v.pipe(
    v.array(v.pipe(v.string(), v.regex(/^(?!aws\.)[\w.-]{1,64}$/))),
    v.minLength(1),
  ),
  /** Text messages: leave it out, and the channel is not offered. */
  sms: v.optional(
    v.strictObject({
      /** What they come from: a phone number, a pool or a sender id of AWS End User Messaging. */
      origin: v.pipe(
        v.string(),
        v.regex(/^arn:aws[a-z-]*:sms-voice:[a-z\d-]+:\d{12}:(?:phone-number|pool|sender-id)\/[\w/-]+$/),
      ),
      /** Where they may go, by ISO 3166: the dearest countries are where fraud sends them. */
      countries: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/))), v.nonEmpty()),
    }),
  ),
  /** `protected` data survives the stack and refuses deletion; `disposable` data goes with it. */
  data: v.picklist(['protected', 'disposable']),
  logDays: v.picklist([7, 14, 30, 90, 180, 365, 731]),
  /** The API's own ceiling, beneath the limits that each operation has for each address. */
  requestsPerSecond: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)),
  /** Where CloudFront answers from: `europe-and-america`, `most` of the world, or `everywhere`. */
  edges: v.picklist(['europe-and-america', 'most', 'everywhere']),
  domain: v.optional(domainSchema),
  /** Web application firewall at the edge; AWS charges for it by the month and the request. */
  webAcl: v.optional(
    v.strictObject({
      /** What one address may ask, pages and API together. An office may be behind one address. */
      requestsPerFiveMinutes: v.pipe(v.number(), v.integer(), v.minValue(10), v.maxValue(2_000_000_000)),
    }),
  ),
  /** Add one to have CloudFront look its origin secret up again: docs/deploying.md says when. */
  originSecretTurn: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
  /** A table that was restored and takes the place of the stack's own: docs/deploying.md says how. */
  restoredTable: v.optional(
    v.pipe(
      v.strictObject({
        name: v.pipe(v.string(), v.regex(/^[\w.-]{3,255}$/)),
        streamArn: v.pipe(
          v.string(),
          v.regex(/^arn:aws[a-z-]*:dynamodb:[a-z\d-]+:\d{12}:table\/[\w.-]+\/stream\/[\d:.T-]+$/),
        ),
      }),
      v.check(({ name, streamArn }) => streamArn.includes(`:table/${name}/`)),
    ),
  ),
  /** Where people see the site of a stage without an edge: an emulator has neither CloudFront nor DNS. */
  siteUrlWithoutEdge: v.optional(v.pipe(v.string(), v.url(), v.regex(/[^/]$/))),
  /** Where the functions find Cognito, if not in their Region: an emulator's own checks no second factor. */
  cognitoEndpoint: v.optional(v.pipe(v.string(), v.url())),
  /** Where durable executions are kept, if not in their Region: an emulator keeps none. */
  lambdaEndpoint: v.optional(v.pipe(v.string(), v.url())),
});

const stageNames = ['dev', 'staging', 'prod', 'local-aws'] as const;
type StageName = (typeof stageNames)[number];

/** The settings of a stage, as written below. */
export type StageSettings = v.InferInput<typeof stageSchema>;
/** A stage whose settings hold. */
export type Stage = v.InferOutput<typeof stageSchema> & { readonly name: StageName };

const common = {
  productName: 'Latchkey',
  mailFrom: 'account@example.com',
  mailIdentity: 'domain',
  supportEmail: 'support@example.com',
  alarmMail: 'operations@example.com',
  emailChange: 'self-service',
  passwordComposition: false,
  sessionAbsoluteDays: 30,
  deletionGraceDays: 7,
  archiveDays: 365,
  dataOwners: [],
  // Nothing leaves this account unless you say so; "live" calls Twilio, Telnyx and Plivo at their own hosts only.
  providerTests: 'format',
  notificationSources: ['product'],
  edges: 'europe-and-america',
} as const satisfies Partial<StageSettings>;

/** The stages of this installation: edit these. */
export const stages: Record<StageName, StageSettings> = {
  dev: { ...common, data: 'disposable', logDays: 14, requestsPerSecond: 50 },
  staging: { ...common, data: 'protected', logDays: 30, requestsPerSecond: 200 },
  prod: { ...common, data: 'protected', logDays: 365, requestsPerSecond: 1000 },
  // What `npm run test:deploy` deploys into an emulator of AWS, and destroys.
  'local-aws': {
    ...common,
    mailIdentity: 'address',
    data: 'disposable',
    logDays: 7,
    requestsPerSecond: 1000,
    siteUrlWithoutEdge: 'https://account.example.com',
    cognitoEndpoint: process.env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'],
    lambdaEndpoint: process.env['AWS_ENDPOINT_URL_LAMBDA'],
  },
};

/** A stage that can't be deployed; the message says which field and what to write. */
export class ConfigError extends Error {}

/** Stages whose data nobody misses. */
const disposable = new Set<StageName>(['dev', 'local-aws']);

function isStageName(name: unknown): name is StageName {
  return stageNames.some((known) => known === name);
}

/**
 * The stage of this name. Takes what `-c stage=…` gave and, for tests, other settings than the ones above.
 * Throws a `ConfigError` that lists every missing, wrong or unknown field.
 */
export function readStage(name: unknown, settings: Record<string, unknown> = stages): Stage {
  if (!isStageName(name)) {
    const given = typeof name === 'string' ? `Unknown stage "${name}"` : 'No stage given';
    throw new ConfigError(`${given}: write -c stage=dev, -c stage=staging or -c stage=prod.`);
  }
  const result = v.safeParse(stageSchema, settings[name] ?? {});
  if (!result.success) {
    throw new ConfigError(
      complain(
        name,
        result.issues.map((issue) => v.getDotPath(issue) ?? ''),
      ),
    );
  }
  if (!disposable.has(name) && result.output.data === 'disposable')
    throw new ConfigError(complain(name, ['data']));
  if ((name === 'local-aws') !== (result.output.siteUrlWithoutEdge !== undefined))
    throw new ConfigError(complain(name, ['siteUrlWithoutEdge']));
  return { name, ...result.output };
}

function complain(stage: StageName, fields: readonly string[]): string {
  const lines = fields.map((field) => {
    const hint = whatToWrite[field];
    return hint === undefined
      ? `  ${field}: there is no such setting, remove it`
      : `  ${field}: missing or wrong, write ${hint}`;
  });
  return [`Stage "${stage}" in infra/config.ts can't be deployed:`, ...lines].join('\n');
}
