import { type Price, type PriceName, prices } from './prices.ts';

/** How much of something a month takes. */
type Use = Partial<Record<PriceName, number>>;

/** What one person does in a month. */
const perUser = { requests: 150, files: 200, mails: 12, events: 20, kilobytes: 20 } as const;

/** Runs that follow from an event: outbox, chain, and on average two of mailer, expand, deliver and the others. */
const runsPerEvent = 4;
/** Units that a line of a log takes in the chains that it stands in, one or two. */
const chainedPerEvent = 9;
const minutesPerMonth = 43_200;
/** Seven queues, from each of which Lambda polls five at a time, waiting twenty seconds for a message. */
const polls = 7 * 5 * 3 * minutesPerMonth;

/** One line of the table: what is paid for together, and how much of it so many users need. */
export interface CostRow {
  readonly name: string;
  readonly use: (users: number) => Use;
  /** Not part of the sum: a stage may go without. */
  readonly optional?: true;
}

export const costRows: readonly CostRow[] = [
  { name: 'Cognito, Essentials', use: (users) => ({ cognitoUser: users }) },
  { name: 'SES', use: (users) => ({ mail: perUser.mails * users }) },
  {
    name: 'CloudFront',
    use: (users) => ({
      edgeRequest: (perUser.requests + perUser.files) * users,
      // Most files come from the browser's cache and cost a header; a page's first visit is half a megabyte.
      edgeGigabyte: 0.0015 * users,
    }),
  },
  {
    name: 'DynamoDB, on demand',
    use: (users) => ({
      // Session, account, membership and company with each request; an event with its change is a transaction.
      read: 4 * perUser.requests * users,
      write: ((6 + chainedPerEvent) * perUser.events + 30) * users,
      kept: (perUser.kilobytes / 1e6) * users,
    }),
  },
  {
    name: 'CloudWatch',
    use: (users) => ({
      alarm: 100,
      // Those that alarms count in logs, and the eight that CloudFront gives beyond its own.
      metric: 18,
      logged: ((perUser.requests + runsPerEvent * perUser.events) * users * 0.7) / 1e6,
    }),
  },
  {
    name: 'Lambda, arm64',
    use: (users) => ({
      run: (perUser.requests + runsPerEvent * perUser.events) * users + minutesPerMonth,
      // 40 ms of 1,024 MB for a request, 100 ms of 512 MB for what follows, half a second for the sweep.
      gigabyteSecond:
        (0.04 * perUser.requests + 0.05 * runsPerEvent * perUser.events) * users + 0.25 * minutesPerMonth,
      // One in a hundred leaves, in forty steps.
      durableOperation: 0.4 * users,
    }),
  },
  { name: 'API Gateway, HTTP', use: (users) => ({ apiRequest: perUser.requests * users }) },
  {
    name: 'EventBridge and its pipe, SQS',
    use: (users) => ({
      event: perUser.events * users,
      piped: perUser.events * users,
      queueRequest: polls + 3 * perUser.events * users,
    }),
  },
  { name: 'X-Ray', use: (users) => ({ trace: 0.05 * perUser.requests * users }) },
  {
    name: 'Secrets Manager, KMS',
    // Each of so many instances reads two secrets every five minutes.
    use: (users) => ({ secret: 4, key: 1, secretRead: 2 * 8640 * Math.max(1, users / 10_000) }),
  },
  { name: 'S3', use: (users) => ({ object: 0.00005 * users }) },
  {
    name: 'WAF, if wanted',
    optional: true,
    use: (users) => ({ webAcl: 1, filtered: (perUser.requests + perUser.files) * users }),
  },
];

/** What so much of everything costs in a month, in dollars. */
export function costOf(use: Use): number {
  return priced(use).reduce((sum, [, { usd, per, free = 0 }, amount]) => {
    return sum + (Math.max(0, amount - free) / per) * usd;
  }, 0);
}

/** The prices that a use is charged by, with its amount. */
export function priced(use: Use): [PriceName, Price, number][] {
  const names: PriceName[] = [];
  for (const name of Object.keys(prices)) if (isPriceName(name)) names.push(name);
  return names.flatMap((name) => {
    const amount = use[name];
    return amount === undefined ? [] : [[name, prices[name], amount]];
  });
}

function isPriceName(name: string): name is PriceName {
  return name in prices;
}
