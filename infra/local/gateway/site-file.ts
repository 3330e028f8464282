import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type Encoding = 'br' | 'gzip' | 'identity';

/** A file of the site in one encoding. */
export interface SiteFile {
  readonly contentType: string;
  readonly encoding: Encoding;
  readonly etag: string;
  readonly body: Buffer;
}

const contentTypes = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json'],
  ['.webmanifest', 'application/manifest+json'],
  ['.svg', 'image/svg+xml'],
  ['.txt', 'text/plain; charset=utf-8'],
  ['.png', 'image/png'],
  ['.jpg', 'image/jpeg'],
  ['.webp', 'image/webp'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
]);

const compressible = /^(?:text\/|application\/(?:json|manifest)|image\/svg)/;
/** CloudFront leaves smaller files as they are. In bytes. */
const smallestCompressed = 1000;

const compress = {
  br: (body: Buffer) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (body: Buffer) => promisify(gzip)(body),
  identity: (body: Buffer) => Promise.resolve(body),
};

interface Kept {
  readonly version: string;
  readonly file: Promise<SiteFile>;
}

/**
 * Reads the files of a built site and keeps them, compressed, until they change on the disk. A path that leads out of
 * the folder, or to nothing, gives undefined.
 */
export function openSite(folder: string) {
  const root = resolve(folder);
  const kept = new Map<string, Kept>();

  return async (path: string, accepted: Encoding): Promise<SiteFile | undefined> => {
    const file = join(root, path);
    if (!file.startsWith(root + sep) || path.includes('\0')) return undefined;
    const details = await stat(file).catch(() => undefined);
    if (details?.isFile() !== true) return undefined;

    const contentType = contentTypes.get(extname(file)) ?? 'application/octet-stream';
    const worthwhile = compressible.test(contentType) && details.size >= smallestCompressed;
    const encoding = worthwhile ? accepted : 'identity';

    const key = `${encoding} ${file}`;
    const version = `${details.mtimeMs} ${details.size}`;
    const known = kept.get(key);
    if (known?.version === version) return known.file;
    const loading = load(file, contentType, encoding);
    kept.set(key, { version, file: loading });
    loading.catch(() => kept.delete(key));
    return loading;
  };
}

async function load(file: string, contentType: string, encoding: Encoding): Promise<SiteFile> {
  const content = await readFile(file);
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 32);
  return {
    contentType,
    encoding,
    // One compressed form may differ from another of the same content: as CloudFront, a weak tag for those.
    etag: encoding === 'identity' ? `"${hash}"` : `W/"${hash}"`,
    body: await compress[encoding](content),
  };
}

/** The best encoding that an `Accept-Encoding` header allows. */
export function bestEncoding(header: string | undefined): Encoding {
  const accepted = (header ?? '')
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => !/;\s*q=0(?:\.0*)?$/.test(part))
    .map((part) => part.split(';', 1).join('').trim());
  if (accepted.includes('br')) return 'br';
  return accepted.includes('gzip') ? 'gzip' : 'identity';
}
