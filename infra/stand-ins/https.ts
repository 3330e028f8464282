/** Takes the place of `node:https` in bundles, as `crypto.ts` does: there an agent would be made that nobody takes. */
const https = process.getBuiltinModule('https');

export default https;
export const { Agent, request } = https;
