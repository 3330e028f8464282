import type { InputType } from 'node:zlib';

/** Takes the place of `node:zlib` in bundles: it is loaded when something is packed, unpacked or summed, not at the start. */
const zlib = () => process.getBuiltinModule('zlib');

export const crc32 = (data: string | NodeJS.ArrayBufferView, value?: number) => zlib().crc32(data, value);
export const gunzipSync = (packed: InputType) => zlib().gunzipSync(packed);
export const gzipSync = (data: InputType) => zlib().gzipSync(data);

/** What Nodemailer would unpack answers of web servers with. */
export default { createUnzip: () => zlib().createUnzip() };
