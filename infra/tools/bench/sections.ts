import type { Row } from './table.ts';

/** One table that `npm run bench` prints. */
export interface Section {
  /** `npm run bench -- <name>` runs it alone. */
  readonly name: string;
  readonly heading: string;
  readonly columns: readonly string[];
  /** Measures. What it needs is imported here, so that a section that can't be loaded stops no other. */
  readonly rows: () => Promise<readonly Row[]>;
}

/** All tables, in the order in which they are printed. */
export const sections: readonly Section[] = [
  {
    name: 'functions',
    heading: 'Functions, bundled',
    columns: ['at start', 'when used', 'import', 'packages unbundled'],
    rows: async () => (await import('./bundles.ts')).bundleRows(),
  },
  {
    name: 'synth',
    heading: 'Synthesis by the CDK, stage by stage',
    columns: ['time'],
    rows: async () => (await import('./synth.ts')).synthRows(),
  },
  {
    name: 'pages',
    heading: 'Pages, JavaScript after gzip',
    columns: ['size', 'files'],
    rows: async () => (await import('./pages.ts')).pageRows(),
  },
  {
    name: 'addresses',
    heading: 'Address lookups per second, from text',
    columns: ['Latchkey', 'net.BlockList, ranges', 'net.BlockList, subnets', 'ipaddr.js'],
    rows: async () => (await import('./address-lookups.ts')).addressLookupRows(),
  },
  {
    name: 'operations',
    heading: 'Operations over the table',
    columns: ['calls', 'read units', 'write units', ''],
    rows: async () => (await import('./round-trips.ts')).roundTripRows(),
  },
  {
    name: 'sessions',
    heading: 'Session checks, 2 ms added to each store trip',
    columns: ['trips', 'one alone', 'ratio', '32 at once, per second', 'ratio'],
    rows: async () => (await import('./session-checks.ts')).sessionCheckRows(),
  },
  {
    name: 'strangers',
    heading: 'Known and unknown addresses, p50 of 200 tries',
    columns: ['known', 'unknown', 'gap'],
    rows: async () => (await import('./timing.ts')).timingRows(),
  },
  {
    name: 'fan-out',
    heading: 'One notification to a whole company',
    columns: [
      'time',
      'deliveries per second',
      'CPU each',
      'calls each',
      'reads per hundred',
      'heap',
      'process',
      'to a tenth',
    ],
    rows: async () => (await import('./fan-out.ts')).fanOutRows(),
  },
  {
    name: 'erasure',
    heading: 'Erasing records under the limits of DynamoDB, on simulated time',
    columns: ['records', 'time', 'a second', 'of the floor', 'heap, from a tenth on'],
    rows: async () => (await import('./erasure-throughput.ts')).erasureThroughputRows(),
  },
  {
    name: 'local-erasure',
    heading: 'Erasing records over the local engine, each further 10,000',
    columns: ['the first', 'median', 'the last', 'the longest'],
    rows: async () => (await import('./erasure-throughput.ts')).localErasureRows(),
  },
  {
    name: 'deletions',
    heading: 'A store fails once while an account is deleted, then whoever may try again does',
    columns: ['points of failure', 'ends whole', 'left behind'],
    rows: async () => (await import('./deletions.ts')).deletionRows(),
  },
];
