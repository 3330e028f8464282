import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pageCost } from '../../../web/budget.ts';
import { addressLookupRows } from './address-lookups.ts';
import { bundleRows } from './bundles.ts';
import { fanOutRows } from './fan-out.ts';
import { roundTripRows } from './round-trips.ts';
import { sessionCheckRows } from './session-checks.ts';
import { printTable, type Row } from './table.ts';
import { timingRows } from './timing.ts';

/** `npm run bench`: counts and measures, prints, asserts nothing. */
const build = fileURLToPath(new URL('../../../web/build', import.meta.url));

function pageRows(): Row[] {
  const pages = ['/settings.html', '/sign-in.html', '/sign-up.html'].filter((page) =>
    existsSync(`${build}${page}`),
  );
  return pages.map((page) => {
    const { total, files } = pageCost(page, (path) => readFileSync(`${build}${path}`, 'utf8'));
    return { name: page, figures: [`${(total / 1000).toFixed(1)} kB`, String(files.length)] };
  });
}

printTable('Functions, bundled', ['at start', 'when used', 'import', 'packages unbundled'], bundleRows());
printTable('Pages, JavaScript after gzip', ['size', 'files'], pageRows());
printTable(
  'Address lookups per second, from text',
  ['Latchkey', 'net.BlockList, ranges', 'net.BlockList, subnets', 'ipaddr.js'],
  addressLookupRows(),
);
printTable('Operations over the table', ['calls', 'read units', 'write units', ''], await roundTripRows());
printTable(
  'Session checks, 2 ms added to each store trip',
  ['trips', 'one alone', 'ratio', '32 at once, per second', 'ratio'],
  await sessionCheckRows(),
);
printTable('Known and unknown addresses, p50 of 200 tries', ['known', 'unknown', 'gap'], await timingRows());
printTable(
  'One notification to a whole company: inbox, mail, push',
  ['time', 'recipients per second', 'calls each', 'reads per hundred', 'memory'],
  await fanOutRows(),
);
process.exit(0);
