/** Takes the place of `node:net` in bundles, as `crypto.ts` does: there lists of blocked addresses would be loaded. */
const net = process.getBuiltinModule('net');

export default net;
export const { isIP } = net;

/** What `new BlockList()` gives is the module's own list, whose code is loaded with the first. */
export function BlockList() {
  return new net.BlockList();
}
