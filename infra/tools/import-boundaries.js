/**
 * Which folder may import which, as data ("Direction of imports" in CONTRIBUTING.md). eslint.config.js turns it
 * into rules; import-boundaries.test.ts proves that a breach fails.
 *
 * A module outside its own folder is named by an alias (`#functions/…`). Somebody may still climb there by `../`,
 * so the expressions cover both.
 */

/** @typedef {{ regex: string, message: string }} Boundary */
/** @typedef {{ files: string[], ignores: string[], boundaries: Boundary[] }} Zone */

const root = String.raw`^(?:#|(?:\.\./)+)`;
const contract = String.raw`[^/]+/(?:[a-z-]+-)?contracts?\.ts$`;

/** What is a test, for these and for the other rules. */
export const tests = ['**/*.test.ts', '**/tests/**', 'functions/testing/**'];

const noInfra = { regex: `${root}infra/`, message: 'What is deployed or served imports nothing of infra/.' };
const noTesting = { regex: `${root}functions/testing/`, message: 'Only tests import functions/testing.' };
const noWeb = { regex: `${root}web/|^#lib/`, message: 'Nothing imports web/.' };
const noOtherFeature = {
  regex: `${root}functions/(?!shared/|testing/)`,
  message:
    'Features never import each other: share through functions/shared or events. Own files are imported relatively.',
};
const sharedStandsAlone = {
  regex: `${root}functions/(?!shared/|testing/)`,
  message: 'functions/shared imports no feature and no handler.',
};
const siteSeesContracts = {
  regex: String.raw`${root}(?:functions/(?!${contract}|shared/reasons\.ts$)|infra/)`,
  message: 'The site imports contracts (functions/*/contract.ts), their reasons and events/ only.',
};
const infraSeesContracts = {
  regex: String.raw`${root}functions/(?!${contract}|shared/table\.ts$)`,
  message: 'infra imports contracts, functions/shared/table.ts and events/; it names handlers as paths.',
};
const noLocal = {
  regex: String.raw`^(?:#infra/|\./|(?:\.\./)+(?:infra/)?)local/`,
  message: 'Only infra/local and tests import infra/local.',
};
const localSeesHandlers = {
  regex: String.raw`${root}functions/(?!${contract}|shared/table\.ts$|handlers/)`,
  message: 'infra/local imports contracts, functions/shared/table.ts, functions/handlers and events/.',
};
const eventsStandAlone = {
  regex: `${root}(?:functions|infra|web)/`,
  message: 'events/ imports nothing of ours.',
};

/** @param {number} levels how many times `../` leads out of the folder */
const noClimbing = (levels) => ({
  regex: String.raw`^(?:\.\./){${String(levels)}}`,
  message: 'Imports inside a folder are relative, across folders they use an alias: #functions/….',
});

/**
 * The zones of one folder in functions/: a file may climb within the folder, never out of it.
 *
 * @param {string} folder
 * @param {Boundary[]} always
 * @param {Boundary[]} outsideTests
 * @returns {Zone[]}
 */
function functionsZones(folder, always, outsideTests) {
  const depths = [
    { files: `${folder}/*`, climbing: noClimbing(1) },
    { files: `${folder}/*/**`, climbing: noClimbing(2) },
  ];
  return depths.flatMap(({ files, climbing }) => [
    { files: [files], ignores: tests, boundaries: [climbing, ...always, ...outsideTests] },
    { files: [`${files}.test.ts`], ignores: [], boundaries: [climbing, ...always] },
  ]);
}

/** Each file is in one zone at most. */
export const zones = [
  ...functionsZones('functions/shared', [noWeb, sharedStandsAlone], [noInfra, noTesting]),
  ...functionsZones('functions/handlers', [noWeb], [noInfra, noTesting]),
  ...functionsZones('functions/!(shared|handlers|testing)', [noWeb, noOtherFeature], [noInfra, noTesting]),
  { files: ['events/**'], ignores: tests, boundaries: [eventsStandAlone] },
  {
    files: ['infra/**'],
    ignores: ['infra/local/**', 'infra/tools/**', ...tests],
    boundaries: [infraSeesContracts, noLocal, noWeb],
  },
  { files: ['infra/local/**'], ignores: tests, boundaries: [localSeesHandlers, noWeb] },
  { files: ['web/**'], ignores: ['web/*', ...tests], boundaries: [siteSeesContracts] },
];
