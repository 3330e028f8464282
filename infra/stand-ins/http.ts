/**
 * Takes the place of `node:http` in bundles, as `crypto.ts` does: there the client of web sockets would be loaded, which takes as
 * long as everything else of a function.
 */
const http = process.getBuiltinModule('http');

export default http;
export const { Agent, request, STATUS_CODES } = http;
