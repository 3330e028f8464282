/** Takes the place of `node:stream/promises` in bundles, as `crypto.ts` does. */
export const { finished, pipeline } = process.getBuiltinModule('stream/promises');
