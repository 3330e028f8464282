/** Takes the place of `node:os` in bundles, as `crypto.ts` does. */
const os = process.getBuiltinModule('os');

export default os;
export const { homedir, platform, release, tmpdir } = os;
