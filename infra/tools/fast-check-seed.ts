import fc from 'fast-check';

/**
 * Properties draw the same examples in every run, so that a landing never hangs on luck: `FAST_CHECK_SEED=random`
 * draws others, and a number repeats a run that found something.
 */
const asked = process.env['FAST_CHECK_SEED'];

if (asked !== 'random') fc.configureGlobal({ seed: Number(asked ?? 20_261_123) });
