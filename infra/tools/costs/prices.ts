/** What something costs in us-east-1, in US dollars, without taxes. */
export interface Price {
  readonly usd: number;
  /** For so many of its unit; a unit that is paid for one by one is named in the singular. */
  readonly per: number;
  /** So many of its unit cost nothing, every month and for ever; what ends after a year is left out. */
  readonly free?: number;
  readonly unit: string;
  readonly source: string;
  /** The day on which somebody read the page, or AWS's list of prices, that says so; null where only older readings were found. */
  readonly seen: string | null;
}

const million = 1_000_000;
const page = (service: string) => `https://aws.amazon.com/${service}/pricing/`;

/** Every price that the table of costs is made of. */
export const prices = {
  // Essentials, the tier that passkeys need.
  cognitoUser: {
    usd: 0.015,
    per: 1,
    free: 10_000,
    unit: 'user',
    source: page('cognito'),
    seen: '2026-09-20',
  },
  // Accounts new to SES since 21 July 2026 are on the plan "Essentials"; older ones pay 0.10 à la carte.
  mail: { usd: 0.16, per: 1000, unit: 'mails', source: page('ses'), seen: '2026-07-22' },
  read: { usd: 0.125, per: million, unit: 'reads', source: page('dynamodb'), seen: null },
  write: { usd: 0.625, per: million, unit: 'writes', source: page('dynamodb'), seen: null },
  // Storage and, beside it, what point-in-time recovery keeps.
  kept: { usd: 0.45, per: 1, unit: 'GB', source: page('dynamodb'), seen: null },
  edgeRequest: {
    usd: 1,
    per: million,
    free: 10 * million,
    unit: 'requests',
    source: page('cloudfront'),
    seen: '2026-09-05',
  },
  edgeGigabyte: {
    usd: 0.085,
    per: 1,
    free: 1000,
    unit: 'GB',
    source: page('cloudfront'),
    seen: '2026-09-05',
  },
  apiRequest: { usd: 1, per: million, unit: 'requests', source: page('api-gateway'), seen: '2026-09-20' },
  run: { usd: 0.2, per: million, free: million, unit: 'runs', source: page('lambda'), seen: '2026-09-20' },
  gigabyteSecond: {
    usd: 0.0000133334,
    per: 1,
    free: 400_000,
    unit: 'GB-second',
    source: page('lambda'),
    seen: null,
  },
  durableOperation: {
    usd: 8,
    per: million,
    unit: 'durable operations',
    source: page('lambda'),
    seen: '2026-09-20',
  },
  event: { usd: 1, per: million, unit: 'events', source: page('eventbridge'), seen: null },
  piped: { usd: 0.4, per: million, unit: 'piped records', source: page('eventbridge'), seen: null },
  queueRequest: {
    usd: 0.4,
    per: million,
    free: million,
    unit: 'requests of queues',
    source: page('sqs'),
    seen: null,
  },
  alarm: { usd: 0.1, per: 1, free: 10, unit: 'metric of an alarm', source: page('cloudwatch'), seen: null },
  metric: { usd: 0.3, per: 1, free: 10, unit: 'metric', source: page('cloudwatch'), seen: null },
  logged: { usd: 0.5, per: 1, free: 5, unit: 'GB of logs', source: page('cloudwatch'), seen: null },
  trace: { usd: 5, per: million, free: 100_000, unit: 'traces', source: page('xray'), seen: null },
  secret: { usd: 0.4, per: 1, unit: 'secret', source: page('secrets-manager'), seen: '2026-09-20' },
  secretRead: {
    usd: 0.05,
    per: 10_000,
    unit: 'reads of secrets',
    source: page('secrets-manager'),
    seen: '2026-09-20',
  },
  key: { usd: 1, per: 1, unit: 'key', source: page('kms'), seen: null },
  object: { usd: 0.023, per: 1, unit: 'GB of photos and recordings', source: page('s3'), seen: null },
  webAcl: { usd: 8, per: 1, unit: 'web ACL with three rules', source: page('waf'), seen: null },
  filtered: { usd: 0.6, per: million, unit: 'filtered requests', source: page('waf'), seen: null },
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof prices;
