/** Takes the place of `node:timers` in bundles, as `crypto.ts` does. */
export const { clearTimeout, setTimeout } = process.getBuiltinModule('timers');
