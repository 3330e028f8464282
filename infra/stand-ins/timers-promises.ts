/** Takes the place of `node:timers/promises` in bundles, as `crypto.ts` does. */
export const { setTimeout } = process.getBuiltinModule('timers/promises');
