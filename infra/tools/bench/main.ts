import { runSections, unknownNames } from './run-sections.ts';
import { sections } from './sections.ts';

/** `npm run bench`, or `npm run bench -- functions pages`: counts and measures, prints, asserts nothing. */
const names = process.argv.slice(2);
const unknown = unknownNames(sections, names);
if (unknown.length > 0) {
  const known = sections.map(({ name }) => name).join(', ');
  console.error(`"${unknown.join('", "')}" is no section of the bench: use ${known}.`);
  process.exit(1);
}
const failed = await runSections(sections, names);
if (failed.length > 0) console.error(`\nNot measured: ${failed.join(', ')}.`);
// Engines and servers that a failed section left behind end with the process.
process.exit(failed.length > 0 ? 1 : 0);
