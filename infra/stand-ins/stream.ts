/** Takes the place of `node:stream` in bundles, as `crypto.ts` does: there streams with promises would be loaded. */
const stream = process.getBuiltinModule('stream');

export default stream;
export const { Duplex, finished, PassThrough, pipeline, Readable, Stream, Transform, Writable } = stream;
