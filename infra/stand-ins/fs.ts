/** Takes the place of `node:fs` in bundles, as `crypto.ts` does: there `fs.promises` and all streams would be loaded. */
const fs = process.getBuiltinModule('fs');

export default fs;
export const { createReadStream, createWriteStream, existsSync, fstatSync, lstatSync } = fs;

/** The SDK asks whether a body is one; what only asks loads nothing. */
export const ReadStream = {
  [Symbol.hasInstance]: (value: unknown): boolean => value instanceof fs.ReadStream,
};
