/**
 * Takes the place of `node:process` in bundles. A module that imports anything from it has Node read every property of
 * `process`, standard input among them, which opens streams that no function uses: an eighth of a cold import. The SDK
 * takes these two; a third fails the bundle.
 */
export const { env, versions } = process;
