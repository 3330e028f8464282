/**
 * Takes the place of `node:crypto` in bundles. A module that imports anything from one of Node's has Node read every
 * property of it, those that load more code when they are read among them: here all of Web Crypto. These are what
 * functions and their packages take by name; another fails the bundle.
 */
const crypto = process.getBuiltinModule('crypto');

export default crypto;
export const {
  createCipheriv,
  createDecipheriv,
  createECDH,
  createHash,
  createHmac,
  ECDH,
  getRandomValues,
  hkdfSync,
  randomBytes,
  randomUUID,
  timingSafeEqual,
} = crypto;
