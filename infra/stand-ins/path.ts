/** Takes the place of `node:path` in bundles, as `crypto.ts` does. */
const path = process.getBuiltinModule('path');

export default path;
export const { sep } = path;
export const dirname = (file: string) => path.dirname(file);
export const join = (...parts: readonly string[]) => path.join(...parts);
